/* Gợi ý khi đang gõ: ô tìm thành "combobox" theo mẫu ARIA APG. Không có tập tin này, ô tìm vẫn chạy như thường.
   Không hỏi máy chủ khi: chưa đủ 2 chữ, bộ gõ tiếng Việt đang ghép chữ, người đọc chọn tiết kiệm dữ liệu, mạng 2G. */
(() => {
  const LEAST = 2, PAUSE = 150, KEPT = 40
  const form = document.querySelector("form[data-suggest]")
  const input = form && form.querySelector("input[name=q]")
  const net = navigator.connection || {}
  if (!input || !window.AbortController || net.saveData || /2g/.test(net.effectiveType || "")) return

  const known = new Map()
  let items = [], active = -1, timer = 0, request = null, composing = false

  const make = (tag, values, text) => {
    const element = document.createElement(tag)
    for (const name in values) element.setAttribute(name, values[name])
    if (text) element.textContent = text
    return element
  }

  const list = make("ul", { class: "sug", id: "goi-y", role: "listbox", "aria-label": "Gợi ý" })
  const status = make("p", { class: "vh", role: "status" })
  list.hidden = true
  form.append(list, status)
  const values = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "goi-y" }
  for (const name in values) input.setAttribute(name, values[name])

  const mark = index => {
    if (list.children[active]) list.children[active].setAttribute("aria-selected", "false")
    active = index
    const option = list.children[active]
    if (!option) return input.removeAttribute("aria-activedescendant")
    option.setAttribute("aria-selected", "true")
    option.scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", option.id)
  }

  const isOpen = () => !list.hidden

  const close = () => {
    clearTimeout(timer)
    if (request) request.abort()
    mark(-1)
    list.hidden = true
    input.setAttribute("aria-expanded", "false")
  }

  const second = item => item.count > 1 ? item.count + " thủ tục cùng tên"
    : item.text === item.title ? item.agency : item.title

  const show = found => {
    mark(-1)
    items = found
    list.replaceChildren(...items.map((item, index) => {
      const option = make("li", { role: "option", id: "goi-y-" + index, "aria-selected": "false" })
      option.append(make("span", {}, item.text), " ", make("span", { class: "small" }, second(item)))
      return option
    }))
    list.hidden = !items.length
    input.setAttribute("aria-expanded", String(isOpen()))
    status.textContent = items.length
      ? "Có " + items.length + " gợi ý. Dùng phím mũi tên lên, xuống để chọn." : "Không có gợi ý."
  }

  const ask = async () => {
    const text = input.value.trim()
    if (request) request.abort()
    if (text.length < LEAST) return close()
    if (known.has(text)) return show(known.get(text))
    const mine = request = new AbortController()
    try {
      const answer = await fetch(form.dataset.suggest + "?q=" + encodeURIComponent(text), { signal: mine.signal })
      if (!answer.ok) throw Error(answer.status)
      const found = (await answer.json()).results
      if (known.size >= KEPT) known.clear()
      known.set(text, found)
      if (mine === request && document.activeElement === input) show(found)
    } catch (error) {
      if (mine === request && error.name !== "AbortError") close()
    }
  }

  const wait = () => {
    clearTimeout(timer)
    if (request) request.abort()
    mark(-1)
    if (!composing) timer = setTimeout(ask, PAUSE)
  }

  const choose = index => {
    const item = items[index]
    close()
    if (item.count === 1) return location.assign(new URL(item.url, location.href).pathname)
    input.value = item.title
    form.requestSubmit ? form.requestSubmit() : form.submit()
  }

  const keys = {
    ArrowDown: event => {
      if (!isOpen()) ask()
      else if (!event.altKey) mark((active + 1) % items.length)
      event.preventDefault()
    },
    ArrowUp: event => {
      if (!isOpen()) return
      if (event.altKey) close()
      else mark(active < 1 ? items.length - 1 : active - 1)
      event.preventDefault()
    },
    Enter: event => {
      if (!isOpen() || active < 0) return close()
      event.preventDefault()
      choose(active)
    },
    Escape: event => {
      if (!isOpen()) return
      event.preventDefault()
      close()
      status.textContent = ""
    },
    Tab: () => close(),
  }
  /* Con trỏ trở lại ô gõ. */
  for (const key of ["Home", "End", "ArrowLeft", "ArrowRight"]) keys[key] = () => mark(-1)

  const dress = () => document.head.append(make("link", { rel: "stylesheet", href: form.dataset.css }))

  /* Giữ con trỏ trong ô gõ khi bấm vào danh sách. */
  list.addEventListener("mousedown", event => event.preventDefault())
  list.addEventListener("click", event => {
    const option = event.target.closest("[role=option]")
    if (option) choose([...list.children].indexOf(option))
  })
  input.addEventListener("focus", dress, { once: true })
  input.addEventListener("input", wait)
  input.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer) })
  input.addEventListener("compositionend", () => { composing = false; wait() })
  input.addEventListener("blur", close)
  input.addEventListener("keydown", event => {
    if (!composing && !event.isComposing && keys[event.key]) keys[event.key](event)
  })
})()
