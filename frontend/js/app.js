import './parts/theme.js'
