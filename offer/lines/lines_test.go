package lines

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// Lines are numbered with those that are blank, taken while they are few, and the last counts with or without
// an end.
func TestReader(t *testing.T) {
	for _, c := range []struct {
		text    string
		from    int
		numbers []int
		read    int
	}{
		{"a\n\nb\nc\n", 1, []int{1, 3, 4}, 4}, {"a\n\nb\nc", 1, []int{1, 3, 4}, 4}, {"a\nb\nc\n", 3, []int{3}, 3}, {"a\nb\n", 9, nil, 2}, {"", 1, nil, 0},
		{strings.Repeat("x", Longest+1) + "\nb\n", 1, []int{1, 2}, 2},
	} {
		r := NewReader(strings.NewReader(c.text), c.from, 1<<20)
		var numbers []int
		var err error
		for err == nil {
			var all []Line
			all, err = r.Take()
			for _, l := range all {
				numbers = append(numbers, l.Number)
				if l.TooLong != (len(l.Text) >= Longest) || (l.Wrong() != nil) != l.TooLong ||
					len(l.Text) > Longest {
					t.Errorf("line %d of %d bytes is too long: %v", l.Number, len(l.Text), l.TooLong)
				}
			}
		}
		if !errors.Is(err, io.EOF) || !slices.Equal(numbers, c.numbers) || r.Read() != c.read {
			t.Errorf("%.10q from %d: lines %v of %d, %v", c.text, c.from, numbers, r.Read(), err)
		}
	}
}

// What is taken at once is bounded by lines and by bytes.
func TestTogether(t *testing.T) {
	r := NewReader(strings.NewReader(strings.Repeat("0123456789\n", 1000)), 1, 1<<20)
	if all, err := r.Take(); err != nil || len(all) != together {
		t.Errorf("%d lines at once, %v", len(all), err)
	}
	r = NewReader(strings.NewReader(strings.Repeat("0123456789\n", 1000)), 1, 100)
	if all, err := r.Take(); err != nil || len(all) != 10 {
		t.Errorf("%d lines of 11 bytes at once, %v", len(all), err)
	}
}
