package main

import "github.com/assaymining/assay/units"

// quantity is a flag whose value carries a unit, read by one of package units' parsers.
type quantity[T any] struct {
	value *T // nil until the flag is given
	text  string
	parse func(string) (T, error)
}

// Set reads the value.
func (q *quantity[T]) Set(s string) error {
	v, err := q.parse(s)
	if err == nil {
		q.value, q.text = &v, s
	}
	return err
}

// String is the value as given.
func (q *quantity[T]) String() string { return q.text }

// Type is empty: the usage text names the value in backquotes.
func (q *quantity[T]) Type() string { return "" }

// or is the value, or another where the flag is not given.
func (q *quantity[T]) or(other T) T {
	if q.value == nil {
		return other
	}
	return *q.value
}

func dateFlag() *quantity[units.Date] { return &quantity[units.Date]{parse: units.ParseDate} }
