package daybook

import (
	"bytes"
	"fmt"

	"github.com/assaymining/assay/units"
)

// Index is the list of all days that a provider has published.
type Index struct {
	Origin string
	Days   []Entry // in order
}

// Entry is one published day.
type Entry struct {
	Day  units.Date
	Hash Hash // of its statement
}

const indexHeading = "assay/index/v1"

// Append adds the text of the index to b.
func (x *Index) Append(b []byte) []byte {
	b = fmt.Appendf(b, "%s\norigin %s\n", indexHeading, x.Origin)
	for _, e := range x.Days {
		b = fmt.Appendf(b, "day %v %v\n", e.Day, e.Hash)
	}
	return b
}

// ParseIndex reads an index in its one spelling; days stand in their order.
func ParseIndex(text []byte) (*Index, error) {
	x := &Index{}
	err := parse(text, indexHeading, func(key string, f *fields) error {
		switch key {
		case "origin":
			x.Origin = f.text()
		case "day":
			e := Entry{f.date(), f.hash()}
			if n := len(x.Days); n > 0 && e.Day <= x.Days[n-1].Day {
				return fmt.Errorf("%v does not come after %v", e.Day, x.Days[n-1].Day)
			}
			x.Days = append(x.Days, e)
		default:
			return fmt.Errorf("%q is no line of an index", key)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if back := x.Append(nil); !bytes.Equal(back, text) {
		return nil, otherwise(text, back)
	}
	return x, nil
}

// IndexFile is the name of the index where a provider publishes.
const IndexFile = "index.txt"

// DayFile is the name of a day's statement.
func DayFile(day units.Date) string { return fmt.Sprintf("days/%v.txt", day) }

// FactsFile is the name of a day's facts.
func FactsFile(day units.Date) string { return fmt.Sprintf("facts/%v.txt", day) }

// SeriesFile is the name of a series' document.
func SeriesFile(name string) string { return fmt.Sprintf("series/%s.yaml", name) }

// SegmentFile is the name of a segment of a server.
func SegmentFile(server uint8, seq uint64) string {
	return fmt.Sprintf("segments/s%02x-%010d.seg", server, seq)
}
