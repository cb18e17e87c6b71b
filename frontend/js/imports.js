// A file dropped anywhere on the field is sent at once; a long one shows how much has gone.
const field = document.querySelector('[data-drop]')

if (field) {
  const input = field.querySelector('input[type="file"]')
  const name = field.querySelector('[data-drop-name]')
  const send = () => { if (input.files.length) field.requestSubmit() }
  const show = () => { if (input.files.length) name.textContent = input.files[0].name }
  input.addEventListener('change', show)
  show() // after going back the browser keeps the choice
  const carriesFile = event => [...event.dataTransfer.types].includes('Files')

  for (const kind of ['dragenter', 'dragover'])
    addEventListener(kind, event => {
      if (!carriesFile(event)) return
      event.preventDefault()
      field.classList.add('over')
    })
  addEventListener('dragleave', event => { if (!event.relatedTarget) field.classList.remove('over') })
  addEventListener('drop', event => {
    if (!carriesFile(event)) return
    event.preventDefault()
    field.classList.remove('over')
    input.files = event.dataTransfer.files
    show()
    send()
  })

  const line = field.querySelector('[data-drop-progress]')
  field.addEventListener('htmx:xhr:progress', event => {
    const { loaded, total, lengthComputable } = event.detail
    if (!lengthComputable || total < 1e6) return
    const share = Math.round(100 * loaded / total)
    line.hidden = false
    line.querySelector('[data-drop-share]').textContent = `${share} %`
    line.querySelector('[data-drop-bar]').setAttribute('width', `${share}%`)
  })
  field.addEventListener('htmx:afterRequest', () => { line.hidden = true })
}
