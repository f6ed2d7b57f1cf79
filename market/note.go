package market

// Note is what a user of stored figures should know: a source that changed its past, a figure that was
// refused or left out, a reorganisation of the chain.
type Note struct {
	At      string // RFC 3339, UTC
	Kind    string // "changed", "refused", "left out" or "reorganisation"
	Subject string
	Says    string
}
