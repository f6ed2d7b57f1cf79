// Package commandline is what the verbs of the program share: flags that read quantities and settings, help
// with examples first, and mistakes that say what to write instead.
//
// A flag of one value refuses a second; a quantity is read by package units, a setting by the table of
// package setting. Nothing in it is promised to other modules.
package commandline

// Mistake is a command line that cannot be meant, and what to write instead.
type Mistake struct{ What, Hint string }

// Error is the complaint without the hint.
func (m *Mistake) Error() string { return m.What }

// Wrong is a mistake with what to write instead.
func Wrong(what, hint string) error { return &Mistake{what, hint} }
