// Package forwardcurve reads forward prices of hashrate from a CSV file that the user has from a
// broker or an exchange.
//
// The first row names the columns: from and to (dates, to exclusive; or month, such as 2026-12) and
// price. Prices carry their unit, either in each cell ("38.5 USD/PH/day") or once in the name of the
// column ("price USD/PH/day"); a bare number without either is refused. Lines that begin with # are
// notes.
//
// Nothing in it is promised to other modules.
package forwardcurve

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// rowsMost is the longest file read: thirty years of days.
const rowsMost = 11_000

// Parse reads the curve; name is the file's name for messages and for the Source of each price. The
// result is by date. Periods that overlap are an error.
func Parse(name string, r io.Reader) ([]market.Forward, error) {
	in := csv.NewReader(r)
	in.Comment, in.TrimLeadingSpace, in.FieldsPerRecord = '#', true, -1
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: no header; begin with \"from,to,price USD/PH/day\": %w", name, err)
	}
	cols, err := columns(header)
	if err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	var out []market.Forward
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		if len(out) == rowsMost {
			return nil, fmt.Errorf("%s:%d: more than %d rows", name, line, rowsMost)
		}
		f, err := cols.read(cells)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		f.Source = name
		out = append(out, f)
	}
	return ordered(name, out)
}

func ordered(name string, out []market.Forward) ([]market.Forward, error) {
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: holds no price", name)
	}
	slices.SortFunc(out, func(a, b market.Forward) int { return int(a.From - b.From) })
	for i := 1; i < len(out); i++ {
		if out[i].From < out[i-1].To {
			return nil, fmt.Errorf(
				"%s: the periods from %s and from %s overlap",
				name,
				out[i-1].From,
				out[i].From,
			)
		}
	}
	return out, nil
}

// layout is where the columns stand; -1: not there.
type layout struct {
	from, to, month, price int
	unit                   string // of the price column, may be empty
}

func columns(header []string) (layout, error) {
	l := layout{-1, -1, -1, -1, ""}
	for i, h := range header {
		h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		name, unit, _ := strings.Cut(h, " ")
		switch strings.ToLower(name) {
		case "from":
			l.from = i
		case "to":
			l.to = i
		case "month":
			l.month = i
		case "price":
			l.price, l.unit = i, strings.Trim(strings.TrimSpace(unit), "()[]")
		}
	}
	if l.price < 0 || l.month < 0 && (l.from < 0 || l.to < 0) {
		return l, errors.New(
			`columns are missing; write "from,to,price USD/PH/day" or "month,price USD/PH/day"`,
		)
	}
	return l, nil
}

func (l layout) read(cells []string) (f market.Forward, err error) {
	if len(cells) <= max(l.from, l.to, l.month, l.price) {
		return f, fmt.Errorf("the row has only %d cells", len(cells))
	}
	if l.month >= 0 {
		t, err := time.Parse("2006-01", strings.TrimSpace(cells[l.month]))
		if err != nil {
			return f, fmt.Errorf(`%.20q is not a month; write "2026-12"`, cells[l.month])
		}
		f.From, f.To = units.DateOf(t.Unix()), units.DateOf(t.AddDate(0, 1, 0).Unix())
	} else {
		if f.From, err = units.ParseDate(cells[l.from]); err != nil {
			return f, err
		}
		if f.To, err = units.ParseDate(cells[l.to]); err != nil {
			return f, err
		}
		if f.To <= f.From {
			return f, fmt.Errorf("the period ends on %s, not after %s; \"to\" is the first day after it", f.To, f.From)
		}
	}
	f.Price, err = units.ParsePerHashrateDay(strings.TrimSpace(cells[l.price] + " " + l.unit))
	return f, err
}
