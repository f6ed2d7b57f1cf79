package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/assaymining/assay/units"
)

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

// openTermFlag reads how many days of an open contract are computed.
func openTermFlag() *quantity[units.Days] {
	return &quantity[units.Days]{parse: func(s string) (units.Days, error) {
		v, err := units.ParseDays(s)
		if err == nil && v == 0 {
			err = &units.Error{Text: s, Want: "a day or more", Hint: `write a number of days, as in "1095d"`}
		}
		return v, err
	}}
}

// hashpriceFlag reads dollars per hashrate and day.
func hashpriceFlag() *quantity[float64] {
	return &quantity[float64]{parse: func(s string) (float64, error) {
		v, err := units.ParsePerHashrateDay(s)
		if err == nil && v.Currency != units.USD {
			err = &units.Error{Text: s, Want: "a price in dollars", Hint: `write dollars per TH/s and day, as in "0.036USD/TH/day"`}
		}
		return positive(s, v.Value, err)
	}}
}

// priceFlag reads the price of one bitcoin in dollars.
func priceFlag() *quantity[float64] {
	return &quantity[float64]{parse: func(s string) (float64, error) {
		v, err := units.ParseMoney(s)
		if err == nil && v.Currency != units.USD {
			err = &units.Error{Text: s, Want: "a price in dollars", Hint: `write dollars per bitcoin, as in "76000USD"`}
		}
		return positive(s, v.Float(), err)
	}}
}

// difficultyFlag reads a difficulty as a plain number or in trillions, as it is often quoted.
func difficultyFlag() *quantity[float64] {
	return &quantity[float64]{parse: func(s string) (float64, error) {
		number, trillions := strings.CutSuffix(strings.TrimSpace(strings.ReplaceAll(s, ",", "")), "T")
		v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if trillions {
			v *= 1e12
		}
		if err != nil || v < 1 || v > 1e30 || math.IsNaN(v) {
			return 0, &units.Error{Text: s, Want: "a difficulty", Hint: `write a number from 1 up, as in "1.25e14" or "125T"`}
		}
		return v, nil
	}}
}

func positive(s string, v float64, err error) (float64, error) {
	if err == nil && !plausible(v) {
		want := "above zero"
		if v > 0 {
			want = "within 1e-12 and 1e12"
		}
		err = &units.Error{Text: s, Want: want, Hint: "leave the flag out to use the facts"}
	}
	return v, err
}

// plausible holds for any price there ever was; beyond it arithmetic overflows.
func plausible(v float64) bool { return v >= 1e-12 && v <= 1e12 }

// rates reads --fx EUR=1.08, repeatable: dollars for one unit of another currency.
type rates map[units.Currency]float64

// Set reads one rate.
func (r rates) Set(s string) error {
	code, rate, ok := strings.Cut(s, "=")
	code = strings.ToUpper(strings.TrimSpace(code))
	v, err := strconv.ParseFloat(strings.TrimSpace(rate), 64)
	switch {
	case !ok || len(code) != 3 || err != nil || !plausible(v):
		return fmt.Errorf(`%q is not an exchange rate; write a currency and its worth in dollars, as in "EUR=1.08"`, s)
	case code == "USD" || code == "BTC":
		return errors.New("dollars and bitcoin need no rate here; --price gives the price of bitcoin")
	}
	r[units.Currency(code)] = v
	return nil
}

// String lists nothing: there is no default.
func (r rates) String() string { return "" }

// Type is empty: the usage text names the value in backquotes.
func (r rates) Type() string { return "" }
