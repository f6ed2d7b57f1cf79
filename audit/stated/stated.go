// Package stated reads what a buyer states beside the files of a payer: fees that were announced, what was
// made good otherwise than in coin, and counts of shares or blocks.
//
// Nothing in it is promised to other modules.
package stated

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/units"
)

// FeeChange reads 2026-03-05=2.5%.
func FeeChange(s string) (audit.FeeChange, error) {
	day, share, ok := strings.Cut(s, "=")
	if !ok {
		return audit.FeeChange{}, &units.Error{Text: s, Want: "a change of a fee",
			Hint: `write "2026-03-05=2.5%"`}
	}
	from, err := units.ParseDate(day)
	if err != nil {
		return audit.FeeChange{}, err
	}
	f, err := units.ParseFraction(share)
	if err == nil && (f < 0 || f >= 1) {
		err = &units.Error{Text: share, Want: "a fee from 0 % to below 100 %"}
	}
	return audit.FeeChange{From: from, Share: f, Quote: s}, err
}

// MadeGood reads 2026-03-05..2026-03-09=longer term.
func MadeGood(s string) (audit.Compensation, error) {
	days, what, ok := strings.Cut(s, "=")
	first, last, span := strings.Cut(days, "..")
	if !span {
		last = first
	}
	if !ok || what == "" {
		return audit.Compensation{}, &units.Error{Text: s, Want: "what was made good",
			Hint: `write "2026-03-05..2026-03-09=longer term"`}
	}
	from, err := units.ParseDate(first)
	if err != nil {
		return audit.Compensation{}, err
	}
	to, err := units.ParseDate(last)
	if err == nil && to < from {
		err = &units.Error{Text: days, Want: "days from the first to the last"}
	}
	return audit.Compensation{From: from, To: to, What: what}, err
}

// CountsHeader is the first line of a file of counts.
const CountsHeader = "date,test,counted,expected"

// maxCounts is the longest file of counts, in rows.
const maxCounts = 1_000_000

// Headless says that a file of counts does not begin with its header.
type Headless struct{ Path string }

// Error names the file and the header.
func (h *Headless) Error() string { return h.Path + " does not begin with " + CountsHeader }

// Counts reads counts of shares or blocks against what was to be expected, a test after the other. path is
// for messages.
func Counts(path string, f io.Reader) ([]audit.Counts, error) {
	in := csv.NewReader(f)
	in.FieldsPerRecord = 4
	head, err := in.Read()
	if err != nil || strings.Join(head, ",") != CountsHeader {
		return nil, &Headless{path}
	}
	var list []audit.Counts
	for n := 2; ; n++ {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && n > maxCounts {
			err = fmt.Errorf("more than %d rows", maxCounts)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		test, count, err := countOf(row)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		i := slices.IndexFunc(list, func(c audit.Counts) bool { return c.Test == test })
		if i < 0 {
			i = len(list)
			list = append(list, audit.Counts{Test: test})
		}
		list[i].Days = append(list[i].Days, count)
	}
	for _, c := range list {
		slices.SortStableFunc(c.Days, func(a, b audit.Count) int { return int(a.Date - b.Date) })
	}
	return list, nil
}

// countOf reads one row of counts.
func countOf(row []string) (string, audit.Count, error) {
	var c audit.Count
	var err error
	if c.Date, err = units.ParseDate(row[0]); err != nil {
		return "", c, err
	}
	if row[1] != "delivered" && row[1] != "luck" && row[1] != "machine" {
		return "", c, fmt.Errorf("%q is no test; there are delivered, luck and machine", row[1])
	}
	if c.Counted, err = strconv.ParseFloat(row[2], 64); err != nil || !(c.Counted >= 0) || c.Counted > 1e15 {
		return "", c, fmt.Errorf("%q is no count", row[2])
	}
	c.Expected, err = strconv.ParseFloat(row[3], 64)
	if err != nil || !(c.Expected > 0) || c.Expected > 1e15 {
		return "", c, fmt.Errorf("%q is no count to be expected; it is above zero", row[3])
	}
	return row[1], c, nil
}
