/** Puts a text into the clipboard; browsers offer the modern way over https and on localhost alone. False when it was not possible. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  const place = document.querySelector('[role="dialog"]') ?? document.body; // a dialog takes the focus back from outside of it
  place.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } finally {
    area.remove();
  }
}
