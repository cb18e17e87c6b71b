// What every page needs. The server does the rest; without this script all forms and links still work.
import './parts/theme.js'
import './parts/dialogs.js'
import './parts/requests.js'
import './parts/rows.js'
import './parts/keys.js'
import './parts/palette.js'
import './parts/scrollers.js'
