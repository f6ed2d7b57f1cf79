package market

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// maxFile is the largest history file that Parse reads, in bytes.
const maxFile = 64 << 20

// maxBlocks is the largest count of blocks taken for one day; the most ever was 692.
const maxBlocks = 5000

// maxFees is the highest mean of fees taken, in BTC per block; no day came above 10.
const maxFees = 100

// A FileError is what is wrong with a history file, where, and how to repair it.
type FileError struct {
	Line   int // from 1; 0 if the file as a whole is meant
	Says   string
	Repair string
}

// Error is "line 12: what is wrong; repair".
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Says + "; " + e.Repair
	}
	return fmt.Sprintf("line %d: %s; %s", e.Line, e.Says, e.Repair)
}

// Parse reads a history from comma-separated text with a header line, one line per UTC day
// without holes, oldest first. Columns, in any order:
//
//	date                 2021-09-12; required
//	price_usd            USD per BTC at the end of the day; required
//	difficulty           mean over the day, time-weighted (also: difficulty_mean); required unless
//	                     the epoch columns are there
//	fees_btc_per_block   mean over the day's blocks; or fees_btc, the day's total, with block_count
//	block_count          blocks of the day
//	first_height         height of the day's first block
//	epoch_height, epoch_time, epoch_bits
//	                     the difficulty epoch that begins on this day: height, Unix time and compact
//	                     bits (hexadecimal) of its first block; on the first line also one before it
//
// An empty cell is a figure that is not known: it is carried forward. Days before the first
// difficulty are left out with a warning. Without first_height the
// heights are counted from the first line's, which is the embedded history's for that day. Other
// columns are passed over with a warning. A byte order mark, Windows line ends and lines that
// begin with # are allowed. Without epoch columns the epochs are derived from the changes of
// difficulty. Figures that look like another unit beside the embedded history are refused.
// The error is a *FileError.
func Parse(data []byte) (*History, error) {
	if len(data) > maxFile {
		return nil, &FileError{
			0,
			fmt.Sprintf("the history has %d MiB, more than %d", len(data)>>20, maxFile>>20),
			"give one line per day and only the columns that are needed",
		}
	}
	p, err := newParser(data)
	if err != nil {
		return nil, err
	}
	obs, err := p.rows()
	if err != nil {
		return nil, err
	}
	if obs, err = p.trim(obs); err != nil {
		return nil, err
	}
	h, err := newHistory(obs, p.epochs, anchorHeight(obs[0].Date))
	if err != nil {
		return nil, &FileError{0, err.Error(), "mend the line of that day"}
	}
	h.hash = cite.Hash(data)
	h.sources = []cite.Source{{What: "history file", Hash: h.hash}}
	h.warnings = p.warn(h)
	return h, nil
}

// trim drops the days before the first that has a difficulty, keeping count of their blocks.
func (p *parser) trim(obs []Observation) ([]Observation, error) {
	height := Unknown
	for i, o := range obs {
		if o.FirstHeight < 0 {
			o.FirstHeight = height
		}
		if o.Difficulty > 0 || len(p.epochs) > 0 && p.epochs[0].Time < (o.Date+1).Unix() {
			obs[i] = o
			p.trimmed = i
			return obs[i:], nil
		}
		if height = o.FirstHeight; height >= 0 {
			height += max(o.Blocks, 0)
		}
	}
	return nil, &FileError{0, "no day has a difficulty", "fill the column difficulty, as in 13672594272814"}
}

// anchorHeight is the height of a day's first block in the embedded history, after its end at
// 600 s a block.
func anchorHeight(date units.Date) int {
	e := Embedded()
	if d, err := e.At(date); err == nil {
		return d.FirstHeight
	}
	last := e.days[len(e.days)-1]
	return last.FirstHeight + last.Blocks + int(date-last.Date-1)*consensus.BlocksPerDay
}

// parser reads one file.
type parser struct {
	csv     *csv.Reader
	columns map[string]int // index by name
	unused  []string
	trimmed int // days dropped before the first difficulty
	epochs  []Epoch
	record  []string
	line    int
}

var columnNames = []string{"date", "price_usd", "difficulty", "fees_btc_per_block", "fees_btc", "block_count",
	"first_height", "epoch_height", "epoch_time", "epoch_bits"}

func newParser(data []byte) (*parser, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, &FileError{1, "the text is UTF-16", "save it as CSV UTF-8"}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	p := &parser{csv: csv.NewReader(bufio.NewReader(bytes.NewReader(data))), columns: map[string]int{}}
	p.csv.Comment, p.csv.FieldsPerRecord, p.csv.ReuseRecord, p.csv.TrimLeadingSpace = '#', -1, true, true
	header, err := p.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, &FileError{
			0,
			"the history is empty",
			`begin with the line "date,price_usd,difficulty,fees_btc_per_block,block_count"`,
		}
	}
	if err != nil {
		return nil, p.broken(err)
	}
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return nil, &FileError{
			1,
			"the columns are not separated by commas",
			"save the table as comma-separated CSV with decimal points",
		}
	}
	return p, p.header(header)
}

// header sorts the column names into those known and those passed over.
func (p *parser) header(names []string) error {
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "difficulty_mean" {
			name = "difficulty"
		}
		if _, twice := p.columns[name]; twice {
			return &FileError{
				1,
				fmt.Sprintf("column %s stands there twice", quote(name)),
				"remove or rename one",
			}
		}
		use := false
		for _, k := range columnNames {
			use = use || k == name
		}
		if !use {
			p.unused = append(p.unused, quote(name))
		}
		p.columns[name] = i
	}
	for _, need := range []string{"date", "price_usd"} {
		if !p.has(need) {
			return &FileError{
				1,
				fmt.Sprintf("column %s is missing (there are: %s)", need, quote(strings.Join(names, ", "))),
				"name the columns in the first line, as in date,price_usd,difficulty,fees_btc_per_block,block_count",
			}
		}
	}
	if !p.has("difficulty") && !p.has("epoch_bits") {
		return &FileError{
			1,
			"column difficulty is missing",
			"add the network's difficulty of each day, as in 13672594272814",
		}
	}
	n := 0
	for _, c := range columnNames[7:] {
		if p.has(c) {
			n++
		}
	}
	if n != 0 && n != 3 {
		return &FileError{
			1,
			"the epoch columns are not complete",
			"give epoch_height, epoch_time and epoch_bits, or none of them",
		}
	}
	if p.has("fees_btc") && !p.has("fees_btc_per_block") && !p.has("block_count") {
		return &FileError{
			1,
			"fees_btc is a day's total but block_count is missing",
			"add block_count, or give fees_btc_per_block",
		}
	}
	return nil
}

func (p *parser) has(column string) bool { _, ok := p.columns[column]; return ok }

func quote(s string) string {
	if len(s) > 80 {
		s = strings.ToValidUTF8(s[:80], "") + "..."
	}
	return strconv.Quote(s)
}

// broken tells the csv package's errors in our form.
func (p *parser) broken(err error) error {
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return &FileError{
			pe.Line,
			"not comma-separated text: " + pe.Err.Error(),
			"close or remove the quotation marks on this line",
		}
	}
	return &FileError{0, err.Error(), "check the file"}
}

// wrong is an error on the current line.
func (p *parser) wrong(repair, format string, args ...any) error {
	return &FileError{p.line, fmt.Sprintf(format, args...), repair}
}

// rows reads every day.
func (p *parser) rows() ([]Observation, error) {
	var obs []Observation
	for {
		record, err := p.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, p.broken(err)
		}
		p.record = record
		p.line, _ = p.csv.FieldPos(0)
		if len(record) == 1 && strings.TrimSpace(record[0]) == "" {
			continue
		}
		o, err := p.row(len(obs) == 0)
		if err != nil {
			return nil, err
		}
		if n := len(obs); n > 0 {
			if err := p.follows(obs[n-1].Date, o.Date); err != nil {
				return nil, err
			}
		}
		obs = append(obs, o)
	}
	if len(obs) == 0 {
		return nil, &FileError{0, "the history has a header but no days", "add one line per day"}
	}
	return obs, nil
}

// follows checks that date is the day after last.
func (p *parser) follows(last, date units.Date) error {
	switch {
	case date == last:
		return p.wrong("keep one line per day", "%s stands there twice", date)
	case date < last:
		return p.wrong("sort the lines by date, oldest first", "%s comes after %s", date, last)
	case date == last+2:
		return p.wrong(
			"add a line for that day; leave cells empty that are not known",
			"%s is missing",
			last+1,
		)
	case date > last+1:
		return p.wrong(
			"add a line for each of them; leave cells empty that are not known",
			"%s to %s are missing",
			last+1,
			date-1,
		)
	}
	return nil
}

// cell is the trimmed text of a column, empty if there is none.
func (p *parser) cell(column string) string {
	i, ok := p.columns[column]
	if !ok || i >= len(p.record) {
		return ""
	}
	return strings.TrimSpace(p.record[i])
}

// number is the value of a cell, Unknown if it is empty; from 0 to most.
func (p *parser) number(column string, most float64) (float64, error) {
	s := p.cell(column)
	if s == "" {
		return Unknown, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || strings.ContainsAny(s, "xX_"):
		return 0, p.wrong(
			"write digits with a decimal point and no unit, or leave the cell empty",
			"%s %s is not a number",
			column,
			quote(s),
		)
	case math.IsNaN(v):
		return 0, p.wrong("leave the cell empty if the figure is not known", "%s is %s", column, quote(s))
	case v < 0:
		return 0, p.wrong(
			"leave the cell empty if the figure is not known",
			"%s %s is negative",
			column,
			quote(s),
		)
	case v > most:
		return 0, p.wrong(
			"check the unit of the column",
			"%s %s is more than %s",
			column,
			quote(s),
			units.Format(most, 6),
		)
	}
	return v, nil
}

// whole is number for counts.
func (p *parser) whole(column string, most int) (int, error) {
	v, err := p.number(column, float64(most))
	if err == nil && v != math.Trunc(v) {
		err = p.wrong("write a whole number", "%s %s is not whole", column, quote(p.cell(column)))
	}
	return int(v), err
}

// warn lists what the reader of the file should know.
func (p *parser) warn(h *History) []string {
	var w []string
	if len(p.unused) > 0 {
		w = append(w, "columns not used: "+strings.Join(p.unused, ", "))
	}
	if p.trimmed > 0 {
		w = append(w, fmt.Sprintf("days without a difficulty left out at the beginning: %d", p.trimmed))
	}
	c := h.Cutoffs()
	for _, f := range []struct {
		none bool
		text string
	}{
		{c.Fees == 0, "no fees: block reward is the subsidy alone"},
		{c.Price == 0, "no price: results in dollars are not known"},
		{c.Blocks == 0, "no block counts: heights and halvings are estimated at 600 s a block"},
	} {
		if f.none {
			w = append(w, f.text)
		}
	}
	return w
}
