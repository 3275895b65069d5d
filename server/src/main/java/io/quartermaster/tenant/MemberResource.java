package io.quartermaster.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.access.Role;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.identity.Email;
import java.time.Instant;
import java.util.Optional;

/** The HTTP of members. */
public final class MemberResource {

    private final Members members;
    private final TenantCallers callers;

    public MemberResource(Members members, TenantCallers callers) {
        this.members = members;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listMembers", this::list)
                .on("inviteMember", this::invite)
                .on("readMember", this::read)
                .on("changeMember", this::change)
                .on("removeMember", this::remove)
                .on("inviteMemberAgain", this::inviteAgain);
    }

    record NewMember(String email, String displayName, Role role, Optional<Sensitive> password) {}

    /** How the person takes the membership up; the only answer that holds the token. */
    record ShownInvitation(String token, Instant expiresAt) {}

    /** A member with the invitation that was just made. */
    record ShownOnce(@JsonUnwrapped Member member, ShownInvitation invitation) {
        static ShownOnce of(Members.Invited invited) {
            return new ShownOnce(
                    invited.member(), new ShownInvitation(invited.token().text().reveal(), invited.expiresAt()));
        }
    }

    private Reply list(Call call) {
        return Reply.page(members.list(callers.of(call), call.page()), member -> member);
    }

    private Reply invite(Call call) {
        NewMember body = call.body(NewMember.class);
        Members.Invited invited = members.invite(
                callers.of(call),
                new Members.Draft(
                        Email.require(body.email()), body.displayName().strip(), body.role(), body.password()));
        return Reply.created(ShownOnce.of(invited)).withEtag(invited.member().version());
    }

    private Reply inviteAgain(Call call) {
        Members.Invited invited = members.inviteAgain(callers.of(call), id(call));
        return Reply.created(ShownOnce.of(invited)).withEtag(invited.member().version());
    }

    private Reply read(Call call) {
        Member member = members.read(callers.of(call), id(call));
        return Reply.ok(member).withEtag(member.version());
    }

    private Reply change(Call call) {
        Members.Changes changes = new Members.Changes(
                call.change("display_name", name -> name.asString().strip()),
                call.change("role", role -> Role.parse(role.asString()).orElseThrow()));
        Member member = members.change(callers.of(call), id(call), call.precondition(), changes);
        return Reply.ok(member).withEtag(member.version());
    }

    private Reply remove(Call call) {
        members.remove(callers.of(call), id(call), call.precondition());
        return Reply.noContent();
    }

    private static UserId id(Call call) {
        return UserId.parse(call.path("user")).orElseThrow();
    }
}
