/* Sends the editor's form as it stands, or the fields whose names begin as the button says, to the preview, in a
   window of its own; the form stays unsaved and untouched. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-search-preview]");
  if (!button) return;
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = button.dataset.searchPreview;
  sent.target = "_blank";
  sent.hidden = true;
  for (const [name, value] of new FormData(button.form)) {
    if (typeof value !== "string") continue;
    if (name !== "csrfmiddlewaretoken" && !name.startsWith(button.dataset.searchPreviewOnly ?? "")) continue;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
  sent.remove();
});
