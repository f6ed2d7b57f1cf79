package printer

// What the tests outside the package ask.
var (
	Pages        = pages
	ErrNoBrowser = errNoBrowser
)
