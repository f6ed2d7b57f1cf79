package daybook

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/assaymining/assay/units"
)

// Facts are what a day was settled on, frozen before it was settled.
type Facts struct {
	Day   units.Date
	Price units.Micro // millionths of a dollar for a bitcoin
	// Sources of the price, each "name address": the median of them is the price.
	Sources []string
}

const factsHeading = "assay/facts/v1"

// Append adds the text of the facts to b.
func (f *Facts) Append(b []byte) []byte {
	b = fmt.Appendf(b, "%s\nday %v\nprice %d\n", factsHeading, f.Day, int64(f.Price))
	for _, s := range f.Sources {
		b = fmt.Appendf(b, "source %s\n", s)
	}
	return b
}

// ParseFacts reads facts in their one spelling.
func ParseFacts(text []byte) (*Facts, error) {
	f := &Facts{}
	err := parse(text, factsHeading, func(key string, words *fields) error {
		switch key {
		case "day":
			f.Day = words.date()
		case "price":
			f.Price = units.Micro(words.amount())
		case "source":
			f.Sources = append(f.Sources, strings.Join(words.left, " "))
			words.left = nil
		default:
			return fmt.Errorf("%q is no line of facts", key)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if back := f.Append(nil); !bytes.Equal(back, text) {
		return nil, otherwise(text, back)
	}
	if f.Price <= 0 {
		return nil, errors.New("the price of the day is not above zero")
	}
	return f, nil
}
