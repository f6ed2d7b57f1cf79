package statement

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// maxLine is the longest line of a table.
const maxLine = 1 << 16

// titleLines is how many lines a known header may stand below the first.
const titleLines = 9

// layout is a table whose header is known.
type layout struct {
	name   string
	header []string // names in order; see matches for the marks
	scheme string
	market string // Statement.Market
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

// entry is what only a doubled line repeats of one that was read as row: its moment and amount, however they
// are written, and all its cells but those they were read from, whose texts are given.
func (c cells) entry(row Row, written ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d|%d|%d", row.Time, row.Amount, row.Kind)
	for _, f := range c.fields {
		f = strings.TrimSpace(f)
		if !slices.ContainsFunc(written, func(w string) bool { return f == w || f+"Z" == w }) {
			b.WriteString(f)
		}
		b.WriteByte('\x1f')
	}
	return b.String()
}

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
	first, head, err := firstLine(in)
	if err != nil {
		return &Error{Name: b.s.Name, Row: 1, Says: err.Error()}
	}
	l, comma, at, header := find(first)
	for i := 0; l == nil && i < titleLines; i++ { // a title, or what a spreadsheet says of its separator
		line, n, err := firstLine(in)
		if err != nil {
			break
		}
		if l, comma, at, header = find(line); l != nil {
			first = line
			b.note("what stands before row %d, the header, was passed over", head+n)
		}
		head += n
	}
	if l == nil {
		return &Error{Name: b.s.Name, Row: 1, Says: fmt.Sprintf("no known header; the columns are: %s. %s",
			columns(first), plainHelp)}
	}
	b.inTable = true
	b.extra = len(split(first, comma)) - len(header)
	b.s.Format = l.name
	b.s.Scheme, b.s.Market = l.scheme, l.market
	if l.start != nil {
		l.start(b, header)
	}
	bounded := &bounded{r: in}
	r := csv.NewReader(bounded)
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.LazyQuotes = true
	for last := head; ; {
		bounded.left = maxLine
		fields, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errLong):
			return &Error{b.s.Name, last + 1, fmt.Sprintf("from here on no line ends for %d bytes: a quote "+
				"opens and does not close, or this is no table", maxLine)}
		}
		if err := b.entry(r, fields, err, l, cells{head, fields, at}, header); err != nil {
			return err
		}
		if err == nil {
			last, _ = r.FieldPos(0)
			last += head
		}
		if b.disorder != nil {
			return b.disorder
		}
		if len(b.s.Rows) >= cmp.Or(b.opt.held, foldAt) {
			if err := b.fold(); err != nil {
				return err
			}
		}
	}
}

// bounded passes on so many bytes, then errLong.
type bounded struct {
	r    io.Reader
	left int
}

var errLong = errors.New("a line is too long")

// Read is io.Reader.
func (l *bounded) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLong
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// entry takes one line: fields and err are what was read of it, c.line is the line of the header. The error
// refuses the whole file.
func (b *builder) entry(r *csv.Reader, fields []string, err error, l *layout, c cells,
	header []string) error {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		b.s.Read++
		b.refuse(broken.Line+c.line, "the quotes of this line do not close")
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", b.s.Name, err)
	}
	line, _ := r.FieldPos(0)
	c.line += line
	fields = b.narrow(fields, len(header))
	for i, f := range fields { // one out of place says nothing
		fields[i] = strings.ReplaceAll(f, `"`, "")
	}
	c.fields = fields
	switch {
	case footer(fields):
		return nil
	case same(fields, header):
		if b.headers++; b.headers <= 5 {
			b.note("row %d repeats the header: two files stand in one; rows that repeat are counted once",
				c.line)
		}
		return nil
	}
	if swallows(fields, len(header)) {
		return &Error{b.s.Name, c.line,
			"a quote of this line does not close before the next: what follows would be " +
				"lost in it; mend the line"}
	}
	b.s.Read++
	if i := slices.IndexFunc(fields, unprintable); i >= 0 {
		b.refuse(c.line, "column %d has a byte that is no text: the file is damaged here", i+1)
		return nil
	}
	if len(fields) != len(header) {
		if other, _, _, _ := find(strings.Join(fields, string(r.Comma))); other != nil {
			return &Error{b.s.Name, c.line,
				"another header begins here (" + other.name + "): these are two files; give them apart"}
		}
		b.turnDown(c, fmt.Sprintf("%d fields where the header has %d; %s", len(fields), len(header),
			commaHint(fields, header, r.Comma)))
		return nil
	}
	var other *orderError
	before := len(b.s.Rows)
	err = l.row(b, c)
	b.sumOf(c, before)
	if errors.As(err, &other) {
		return b.otherOrder(c.line, other)
	}
	if err != nil {
		b.turnDown(c, err.Error())
	}
	return nil
}

// aDate is what a row that holds a payment has: a year, or seconds since 1970.
var aDate = regexp.MustCompile(`\b(20\d\d|\d{10}|\d{13})`)

// turnDown refuses a row. One without any date, as a line below the table, is no payment that is missing.
func (b *builder) turnDown(c cells, why string) {
	if slices.ContainsFunc(c.fields, aDate.MatchString) {
		b.refuse(c.line, "%s", why)
		return
	}
	b.pass(c.line, "%s", why)
}

// otherOrder refuses a file, one of whose dates has day and month the other way round.
func (b *builder) otherOrder(line int, other *orderError) *Error {
	return &Error{b.s.Name, line, other.says + ": day and month stand the other way round, so no date of " +
		"this file is certain; export it again, or " + plainHelp}
}

// swallows reports whether a field has a whole line of the table in it, whatever separates its columns: a
// program that read it so may have written the others anew.
func swallows(fields []string, columns int) bool {
	for _, f := range fields {
		for rest := f; ; {
			i := strings.IndexByte(rest, '\n')
			if i < 0 {
				break
			}
			rest = rest[i+1:]
			line, _, _ := strings.Cut(rest, "\n")
			whole := func(separator string) bool { return strings.Count(line, separator) >= columns-1 }
			if slices.ContainsFunc(separators, whole) {
				return true
			}
		}
	}
	return false
}

var separators = []string{",", ";", "\t"}

// totals are words by which a row says that it is the sum of others.
var totals = [...]string{"total", "sum", "summe", "gesamt", "somme", "suma", "итого", "всего", "合计", "总计",
	"合計", "∑"}

// saysTotal reports whether a cell is such a word, alone or before a colon.
func (c cells) saysTotal() bool {
	for _, f := range c.fields {
		word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(f)), " ")
		if slices.Contains(totals[:], strings.TrimRight(word, ":")) {
			return true
		}
	}
	return false
}

// sumOf refuses the row that was added last where it is the sum of the rows of its kind before it: said by a
// word, or of so many that no amount is it by chance.
func (b *builder) sumOf(c cells, before int) {
	if len(b.s.Rows) != before+1 {
		return
	}
	r := b.s.Rows[before]
	n, sum := b.counted[r.Kind], b.running[r.Kind]
	if r.Amount == sum && sum != 0 && (n >= 8 || n >= 2 && c.saysTotal()) {
		b.s.Rows = b.s.Rows[:before]
		b.pass(c.line, "it is the sum of the %d rows before it, a total and no %s", n, r.Kind)
		return
	}
	b.counted[r.Kind]++
	b.running[r.Kind] += r.Amount
}

// commaHint says what most often makes a line longer than its header.
func commaHint(fields, header []string, comma rune) string {
	if comma == ',' && len(fields) > len(header) {
		return "a decimal comma without quotes parts the number in two: write it with a point, or part the " +
			"columns by semicolons"
	}
	return "mend the line"
}

// unprintable reports whether a cell has a control character that no text has.
func unprintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' && s[i] != '\n' && s[i] != '\r' {
			return true
		}
	}
	return false
}

// footer reports a blank line, one that is a comment, or the mark of old systems for the end of a file.
func footer(fields []string) bool {
	if strings.HasPrefix(strings.TrimSpace(fields[0]), "#") || len(fields) == 1 && fields[0] == "\x1a" {
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
		if headerName(f) != header[i] {
			return false
		}
	}
	return true
}

// firstLine is the first line that is not blank, and its number.
func firstLine(in *bufio.Reader) (string, int, error) {
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) || len(line) > maxLine {
			return "", n, fmt.Errorf("the first line is longer than %d bytes; this is no table", maxLine)
		}
		if text := strings.TrimSpace(string(line)); text != "" {
			return text, n, nil
		}
		if err != nil {
			return "", n, errors.New("the file is empty")
		}
	}
}

// find is the layout of a header line, with its separator; nil where none is known.
func find(line string) (*layout, rune, map[string]int, []string) {
	for _, comma := range []rune{',', ';', '\t'} {
		header := split(line, comma)
		header = bare(header, 0)
		for _, l := range layouts {
			if at, ok := l.matches(header); ok {
				return &l, comma, at, header
			}
		}
	}
	return nil, 0, nil, nil
}

// bare is fields without the empty ones at their end, down to a number of columns: spreadsheets write columns
// that hold nothing.
func bare(fields []string, columns int) []string {
	for len(fields) > columns && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	return fields
}

// narrow is a row without the empty columns behind the header's, where the first row has them too. A row that
// has others is moved, and keeps its length to be refused by it.
func (b *builder) narrow(fields []string, columns int) []string {
	if b.s.Read == 0 && len(fields) == columns {
		b.extra = 0
	}
	if cut := bare(fields, columns); len(fields) == columns+b.extra && len(cut) == columns {
		return cut
	}
	return fields
}

// headerName is the name of a column without a byte order mark and space around it, and with common spaces
// for those that do not break, as pages have them.
func headerName(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(s, "\ufeff"), "\u00a0", " "))
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
		fields[i] = headerName(f)
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
