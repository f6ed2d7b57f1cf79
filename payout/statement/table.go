package statement

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine is the longest line of a table.
const maxLine = 1 << 16

// layout is a table whose header is known.
type layout struct {
	name   string
	header []string // names in order; see matches for the marks
	scheme string
	row    func(b *builder, c cells) error
	start  func(b *builder, header []string) // looks at the header, where it says something
}

// cells are the fields of one line by the names of the layout.
type cells struct {
	line   int
	fields []string
	at     map[string]int
}

// get is a field without space around it, empty where the layout's column is not in this file.
func (c cells) get(name string) string {
	i, ok := c.at[name]
	if !ok || i >= len(c.fields) {
		return ""
	}
	return strings.TrimSpace(c.fields[i])
}

// raw is the whole line, which only a doubled one repeats.
func (c cells) raw() string { return strings.Join(c.fields, "\x1f") }

// matches aligns a file's header with a layout's: each name as it stands, "name?" may be missing and "name*"
// is the beginning of one. It returns the column of each name (a name that comes twice: the first).
func (l *layout) matches(header []string) (map[string]int, bool) {
	at := map[string]int{}
	i := 0
	for _, want := range l.header {
		optional := strings.HasSuffix(want, "?")
		want = strings.TrimSuffix(want, "?")
		stem, open := strings.CutSuffix(want, "*")
		if i < len(header) && (header[i] == want || open && strings.HasPrefix(header[i], stem)) {
			if _, twice := at[stem]; !twice {
				at[stem] = i
			}
			i++
		} else if !optional {
			return nil, false
		}
	}
	return at, i == len(header)
}

// table reads a table: it finds the separator and the layout by the header, then takes line after line.
func (b *builder) table(in *bufio.Reader) error {
	first, err := firstLine(in)
	if err != nil {
		return &Error{Name: b.s.Name, Row: 1, Says: err.Error()}
	}
	l, comma, at, header := find(first)
	if l == nil {
		return &Error{Name: b.s.Name, Row: 1, Says: fmt.Sprintf("no known header; the columns are: %s. %s",
			columns(first), PlainHelp)}
	}
	b.s.Format = l.name
	b.s.Scheme = l.scheme
	if l.start != nil {
		l.start(b, header)
	}
	r := csv.NewReader(in)
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.LazyQuotes = true
	return b.lines(r, l, at, header)
}

func (b *builder) lines(r *csv.Reader, l *layout, at map[string]int, header []string) error {
	wrong := 0
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := r.FieldPos(0)
		line++ // the header was read before
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			b.s.Read++
			b.refuse(broken.Line+1, "the quotes of this line do not close")
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", b.s.Name, err)
		}
		if footer(fields) {
			continue
		}
		if same(fields, header) {
			b.note(
				"row %d repeats the header: two files stand in one; rows that repeat are counted once",
				line,
			)
			continue
		}
		b.s.Read++
		if len(fields) != len(header) {
			wrong++
			if other, _, _, _ := find(strings.Join(fields, string(r.Comma))); other != nil {
				return &Error{b.s.Name, line,
					"another header begins here (" + other.name + "): these are two files; give them apart"}
			}
			b.refuse(
				line,
				"%d fields where the header has %d; %s",
				len(fields),
				len(header),
				commaHint(fields,
					header, r.Comma),
			)
			continue
		}
		var other *orderError
		err = l.row(b, cells{line, fields, at})
		if errors.As(err, &other) {
			return &Error{b.s.Name, line,
				other.says + ": day and month stand the other way round, so no date of this file is " +
					"certain; " +
					"export it again, or " + PlainHelp}
		}
		if err != nil {
			b.refuse(line, "%s", err)
		}
	}
}

// commaHint says what most often makes a line longer than its header.
func commaHint(fields, header []string, comma rune) string {
	if comma == ',' && len(fields) > len(header) {
		return "a decimal comma without quotes parts the number in two: write it with a point, or part the " +
			"columns by semicolons"
	}
	return "mend the line"
}

// footer reports a blank line or one that is a comment.
func footer(fields []string) bool {
	if strings.HasPrefix(strings.TrimSpace(fields[0]), "#") {
		return true
	}
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

func same(fields, header []string) bool {
	if len(fields) != len(header) {
		return false
	}
	for i, f := range fields {
		if strings.TrimSpace(strings.TrimPrefix(f, "\ufeff")) != header[i] {
			return false
		}
	}
	return true
}

// firstLine is the first line that is not blank.
func firstLine(in *bufio.Reader) (string, error) {
	for {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) || len(line) > maxLine {
			return "", fmt.Errorf("the first line is longer than %d bytes; this is no table", maxLine)
		}
		if text := strings.TrimSpace(string(line)); text != "" {
			return text, nil
		}
		if err != nil {
			return "", errors.New("the file is empty")
		}
	}
}

// find is the layout of a header line, with its separator; nil where none is known.
func find(line string) (*layout, rune, map[string]int, []string) {
	for _, comma := range []rune{',', ';', '\t'} {
		header := split(line, comma)
		for _, l := range layouts {
			if at, ok := l.matches(header); ok {
				return &l, comma, at, header
			}
		}
	}
	return nil, 0, nil, nil
}

// split is a header line as names without space around them.
func split(line string, comma rune) []string {
	r := csv.NewReader(strings.NewReader(line))
	r.Comma = comma
	r.LazyQuotes = true
	fields, err := r.Read()
	if err != nil {
		return nil
	}
	for i, f := range fields {
		fields[i] = strings.TrimSpace(strings.TrimPrefix(f, "\ufeff"))
	}
	return fields
}

// columns lists the columns of an unknown header, by the separator that parts most.
func columns(line string) string {
	var best []string
	for _, comma := range []rune{',', ';', '\t'} {
		if header := split(line, comma); len(header) > len(best) {
			best = header
		}
	}
	for i, name := range best {
		best[i] = clip(name)
	}
	if len(best) > 30 {
		best = append(best[:30], "...")
	}
	return strings.Join(best, " | ")
}
