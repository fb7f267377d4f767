/* Sends the editor's form as it stands to the preview, in a window of its own; the form stays unsaved and untouched. */
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
