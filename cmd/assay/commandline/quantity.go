package commandline

import (
	"strings"

	"github.com/assaymining/assay/units"
)

// Quantity is a flag whose value carries a unit, read by one of package units' parsers.
type Quantity[T any] struct {
	Value *T // nil until the flag is given
	Text  string
	Parse func(string) (T, error)
}

// Set reads the value.
func (q *Quantity[T]) Set(s string) error {
	v, err := q.Parse(s)
	if err == nil {
		q.Value, q.Text = &v, s
	}
	return err
}

// String is the value as given.
func (q *Quantity[T]) String() string { return q.Text }

// Type is empty: the usage text names the value in backquotes.
func (q *Quantity[T]) Type() string { return "" }

// Or is the value, or another where the flag is not given.
func (q *Quantity[T]) Or(other T) T {
	if q.Value == nil {
		return other
	}
	return *q.Value
}

// Date is a flag that reads a day.
func Date() *Quantity[units.Date] { return &Quantity[units.Date]{Parse: units.ParseDate} }

// Repeated is a flag that may be given more than once, each read by Parse.
type Repeated[T any] struct {
	List  []T
	texts []string
	Parse func(string) (T, error)
}

// Set reads one more.
func (r *Repeated[T]) Set(s string) error {
	v, err := r.Parse(s)
	if err == nil {
		r.List = append(r.List, v)
		r.texts = append(r.texts, s)
	}
	return err
}

// String is what was given.
func (r *Repeated[T]) String() string { return strings.Join(r.texts, ", ") }

// Type is empty: the usage text names the value in backquotes.
func (r *Repeated[T]) Type() string { return "" }

// Repeatable says that each use of the flag adds a value.
func (r *Repeated[T]) Repeatable() bool { return true }

// All are the values of a flag that was given more than once.
func (r *Repeated[T]) All() []string { return r.texts }
