// The card of a client: the table of people and the drawn map point at each other.
import './parts/map_rows.js'
