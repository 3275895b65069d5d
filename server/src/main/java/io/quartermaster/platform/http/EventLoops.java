package io.quartermaster.platform.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Starts the event loops. One turn of a loop reads little of a connection: Netty's defaults take sixteen times the receive buffer
 * before anybody can say "enough". For a fast provider and a client that does not read that is megabytes each, for a client that sends
 * requests by the thousand a megabyte of them. And of a client's connection, little waits to be written before it counts as slow.
 */
public final class EventLoops {

    private static final int LARGEST_READ_BYTES = 16 << 10;
    private static final int READS_IN_A_TURN = 4;
    private static final WriteBufferWaterMark UNWRITTEN_BYTES = new WriteBufferWaterMark(16 << 10, 32 << 10);

    private EventLoops() {}

    public static Vertx start() {
        io.vertx.core.transport.@Nullable Transport fast = io.vertx.core.transport.Transport.nativeTransport();
        io.vertx.core.transport.Transport usable =
                fast != null && fast.available() ? fast : io.vertx.core.transport.Transport.NIO;
        return Vertx.builder().withTransport(new Named(usable)).build();
    }

    private record Named(io.vertx.core.transport.Transport transport) implements io.vertx.core.transport.Transport {

        @Override
        public String name() {
            return transport.name();
        }

        @Override
        public boolean available() {
            return transport.available();
        }

        @Override
        public Throwable unavailabilityCause() {
            return transport.unavailabilityCause();
        }

        @Override
        public Transport implementation() {
            return new ShortTurns(transport.implementation());
        }
    }

    private record ShortTurns(Transport transport) implements Transport {

        @Override
        public void configure(
                ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
            transport.configure(options, connectTimeout, domainSocket, bootstrap);
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, reads());
        }

        private static RecvByteBufAllocator reads() {
            return new AdaptiveRecvByteBufAllocator(512, 4 << 10, LARGEST_READ_BYTES)
                    .maxMessagesPerRead(READS_IN_A_TURN);
        }

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            transport.configure(options, domainSocket, bootstrap);
            bootstrap.childOption(ChannelOption.RECVBUF_ALLOCATOR, reads());
            bootstrap.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNWRITTEN_BYTES);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            transport.configure(channel, options);
        }

        @Override
        public boolean supportsDomainSockets() {
            return transport.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return transport.supportFileRegion();
        }

        @Override
        public java.net.SocketAddress convert(SocketAddress address) {
            return transport.convert(address);
        }

        @Override
        public SocketAddress convert(java.net.SocketAddress address) {
            return transport.convert(address);
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return transport.ioHandlerFactory();
        }

        @Override
        public DatagramChannel datagramChannel() {
            return transport.datagramChannel();
        }

        @Override
        @SuppressWarnings("deprecation") // it is the interface's
        public DatagramChannel datagramChannel(io.netty.channel.socket.InternetProtocolFamily family) {
            return transport.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return transport.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return transport.serverChannelFactory(domainSocket);
        }
    }
}
