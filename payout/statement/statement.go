// Package statement reads what pools, wallets and tax tools write about payouts: files with a known
// header, saved answers of pools' interfaces, and the plain form that anybody can write.
//
// Main types: Statement (the rows of one file, and the rows refused with the reason), Row (a credit, a
// payout or a correction), Options. Read is the door.
//
// No header is guessed: what is not known is refused with the columns it has and the plain form to write.
// A row that cannot be read for certain is refused by number, never dropped in silence and never taken
// for zero. Amounts are exact decimals. It opens no file and knows no time zone but those passed in.
//
// Names of columns and fields are facts about the programs named; see docs/audit.md.
//
// Nothing in it is promised to other modules.
package statement

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/units"
)

// Kind is what a row is: a credit for work, a payout of what was credited, or a correction of either.
// Credits and payouts are never added: a payout is made of credits.
type Kind uint8

// The kinds.
const (
	Credit Kind = iota
	Payout
	Correction
)

// String is the word of the plain form.
func (k Kind) String() string {
	switch k {
	case Payout:
		return "payout"
	case Correction:
		return "correction"
	}
	return "credit"
}

// Row is one entry of a statement.
type Row struct {
	Line   int        // of the file, or number of the entry; from 1
	Time   int64      // Unix seconds
	Day    units.Date // the day of mining that the row is for; valid where Dated
	Dated  bool       // Day is known; else only the moment of the payment is
	Kind   Kind
	Amount units.MilliSat // net, as it reached the holder
	TH     float64        // the payer's own hashrate of the day, TH/s; 0 unknown
	More   *Parts         // what the payer says besides; nil for most
	Of     int            // entries that are summed in it; 0 is one
	id     uint64         // of a transaction or block, 0 none
	step   units.MilliSat // what one of the last digit of its amount is worth
}

// Count is the number of entries that the row is of.
func (r *Row) Count() int { return max(r.Of, 1) }

// Parts are what a payer tells of a credit.
type Parts struct {
	Base   units.MilliSat // net, of the subsidy; Split says that it is known
	Fees   units.MilliSat // net, of transaction fees
	Split  bool
	Shares float64 // of difficulty 1; 0 unknown
	Price  float64 // BTC per share of difficulty 1; 0 unknown
	Share  float64 // of the window of a block that was found; 0 unknown
	Fee    units.MilliSat
}

// refusedRow is a row that was not used, and why.
type refusedRow struct {
	Row int    `json:"row"`
	Why string `json:"why"`
}

// Statement is one file as read.
type Statement struct {
	Name    string
	Format  string // the program or pool and the form, as "NiceHash CSV"
	Rows    []Row  // by time
	ByDay   bool   // the file is long: each row is the sum of a day's entries of a kind
	Read    int    // rows of the file, headers and blank lines left out
	Skipped int    // rows that are no payouts, as a withdrawal fee or an exchange
	Refused []refusedRow
	More    int // rows refused beyond those listed
	Notes   []string
	Hash    string // cite.Hash of the bytes
	Scheme  string // where the format belongs to one scheme, as "tides"; else empty
	Market  string // that pays what buyers bid, so that no formula says what was owed; else empty
	Lost    int    // refused rows of which an amount may be missing; those counted once already are not
	named   bool   // entries name their transaction or block
}

// Used is the number of entries that are in the rows.
func (s *Statement) Used() int {
	n := 0
	for i := range s.Rows {
		n += s.Rows[i].Count()
	}
	return n
}

// Options are what a file does not say.
type Options struct {
	Zone *time.Location // of times written without a zone; nil: UTC is taken and a note says so
	Unit string         // of amounts whose header does not say; empty: told from the numbers

	held, known int // rows held one by one, and known to tell doubled ones by; 0: foldAt and remembered
}

// maxBytes is the largest file that is read.
const maxBytes = 96 << 20

// maxListed is how many refused rows are listed; the rest is counted.
const maxListed = 200

// Error is a file that cannot be read at all, with the repair.
type Error struct {
	Name string
	Row  int // 0 where no row is at fault
	Says string
}

// Error is one line with the place.
func (e *Error) Error() string {
	if e.Row > 0 {
		return fmt.Sprintf("%s:%d: %s", e.Name, e.Row, e.Says)
	}
	return e.Name + ": " + e.Says
}

// PlainHeader is the first line of the plain form.
const PlainHeader = "date,amount,unit,kind,hashrate,hashrate_unit,note"

// plainHelp says what to write where a file is not known.
const plainHelp = "write the plain form: the first line " + PlainHeader + ", then a line a payment, as " +
	"2026-03-01,0.00010707,BTC,credit,250,TH/s,"

// Read reads a file in whatever known form it is. The error says why nothing could be read; rows refused
// one by one are in the statement.
func Read(name string, r io.Reader, opt Options) (*Statement, error) {
	sum := newHashing(io.LimitReader(r, maxBytes+1))
	in := bufio.NewReaderSize(sum, 1<<16)
	b := &builder{s: &Statement{Name: name}, opt: opt, seen: newSeen(opt.known)}
	head, err := in.Peek(1 << 12)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
		head = head[3:]
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		in = bufio.NewReaderSize(carriageReturns{in}, 1<<16)
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(head) == 0:
		err = &Error{Name: name, Says: "the file is empty"}
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head,
		[]byte("\xfe\xff")) || bytes.IndexByte(head, 0) >= 0:
		err = &Error{Name: name, Says: "the file is not UTF-8 text; save it as CSV in UTF-8"}
	case notText(head) != "":
		err = &Error{Name: name, Says: "the file is " + notText(head) + "; export it as CSV in UTF-8"}
	case head[0] == '{' || head[0] == '[':
		err = b.json(in)
	default:
		err = b.table(in)
	}
	if sum.n > maxBytes {
		return nil, &Error{Name: name, Says: fmt.Sprintf("the file is larger than %d MB; give it in parts",
			maxBytes>>20)}
	}
	if err != nil {
		return nil, err
	}
	b.s.Hash = sum.sum()
	return b.finish()
}

// notText names a file of another program's own form by its first bytes; empty: it is none.
func notText(head []byte) string {
	for _, known := range [...]struct{ begins, what string }{
		{"PK\x03\x04", "a workbook of a spreadsheet or an archive"}, {"\xd0\xcf\x11\xe0",
			"a workbook of a spreadsheet"},
		{"%PDF", "a PDF"}, {"<", "a web page"}, {"\x1f\x8b", "compressed"},
	} {
		if bytes.HasPrefix(head, []byte(known.begins)) {
			return known.what
		}
	}
	return ""
}

// builder gathers the rows of one file.
type builder struct {
	s        *Statement
	opt      Options
	seen     *seen
	days     *folded // of a long file; nil while its rows are few
	disorder *Error  // a row whose time is among those forgotten
	headers  int     // lines that repeat the header
	extra    int     // empty columns behind the header's
	counted  [3]int  // rows of each kind so far, and their sums
	running  [3]units.MilliSat
	local    bool // some time came without a zone
	decimals int  // rows whose amount has a decimal sign, where the unit is not said
	wholes   int
	inTable  bool            // not a saved answer
	txids    bool            // rows name transactions in full
	twins    map[int32]bool  // lines of rows that stood twice
	step     units.MilliSat  // finest of the amounts read of this row; 0: none yet
	halves   map[int64]uint8 // of entries that take two rows: 1 the amount, 2 its fee
	paired   bool            // some entry has both, or a fee
	amounts  []int64         // room for those of a kind
}

// half notes one of the two rows of an entry.
func (b *builder) half(unix int64, fee bool) {
	if b.halves == nil {
		b.halves = map[int64]uint8{}
	}
	if fee {
		b.halves[unix] |= 2
	} else {
		b.halves[unix] |= 1
	}
}

// wholeEntries refuses a row whose other half is not in the file or is not used, where the file has halves at
// all: an amount without its fee, or a fee of nothing.
func (b *builder) wholeEntries() {
	for _, h := range b.halves {
		b.paired = b.paired || h == 3
	}
	if !b.paired {
		return
	}
	sums := map[int64]units.MilliSat{}
	for _, r := range b.s.Rows {
		if _, entry := b.halves[r.Time]; entry && r.Kind == Credit {
			sums[r.Time] += r.Amount
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		h, entry := b.halves[r.Time]
		switch {
		case !entry || r.Kind != Credit:
			return false
		case h == 3 && sums[r.Time] < 0:
			b.refuse(r.Line, "the fee of its entry is more than its amount; is one of them in another unit?")
			return true
		case h == 3:
			return false
		}
		b.refuse(r.Line, "the other row of its entry, the amount or its fee, is missing or not used, "+
			"so that its sum is not known")
		return true
	})
}

// refuse notes a row that is not used, and whose amount may be missing.
func (b *builder) refuse(line int, format string, args ...any) {
	b.s.Lost++
	b.pass(line, format, args...)
}

// pass notes a row that is not used since its amount is counted elsewhere.
func (b *builder) pass(line int, format string, args ...any) {
	b.step = 0
	if len(b.s.Refused) >= maxListed {
		b.s.More++
		return
	}
	b.s.Refused = append(b.s.Refused, refusedRow{line, fmt.Sprintf(format, args...)})
}

// add takes a row, unless it stood in the file before. identity is what a doubled row would repeat; id
// names a transaction or block, and is empty where there is none.
func (b *builder) add(row Row, identity, id string) {
	row.step, b.step = b.step, 0
	if b.cut(id, row.Line) {
		return
	}
	key := hashOf(identity)
	if id != "" {
		row.id = hashOf(id)
		key = hashOf(fmt.Sprintf("%s|%d|%d|%d", id, row.Time, row.Amount, row.Kind))
	}
	b.s.named = b.s.named || id != ""
	if first, twice := b.seen.line(key); twice {
		b.twin(first)
		b.pass(row.Line, "the same entry as row %d: counted once", first)
		return
	}
	if !b.remember(key, &row) {
		return
	}
	b.s.Rows = append(b.s.Rows, row)
}

// cut refuses a row whose transaction has fewer digits than those before: it was cut, and could repeat one.
func (b *builder) cut(id string, line int) bool {
	b.txids = b.txids || len(id) == txid
	if !b.txids || id == "" || len(id) >= txid || strings.Trim(id, "0123456789abcdef") != "" {
		return false
	}
	b.refuse(line, "its transaction has %d digits where others have %d: is the row cut?", len(id), txid)
	return true
}

// txid is the hexadecimal digits of a transaction's identity.
const txid = 64

// remember notes a row as seen; false where nothing can be said of it, since it may repeat a row that is not
// known any more.
func (b *builder) remember(key uint64, row *Row) bool {
	if b.seen.forgot(row.Time) {
		b.disorder = &Error{b.s.Name, row.Line, fmt.Sprintf("this row goes back to a time that stood more "+
			"than %d rows before, and whether it repeats one of them cannot be told; sort the file by date, "+
			"or give it in parts", b.seen.most)}
		return false
	}
	b.seen.note(key, row.Time, row.Line)
	return true
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, s)
	return h.Sum64()
}

func (b *builder) note(format string, args ...any) {
	b.s.Notes = append(b.s.Notes, fmt.Sprintf(format, args...))
}

// finish sorts the rows and refuses those whose size cannot be meant.
func (b *builder) finish() (*Statement, error) {
	b.seen = nil
	if err := b.unfold(); err != nil {
		return nil, err
	}
	if b.days == nil {
		b.unlikeTwins()
		b.wholeEntries()
		b.astray()
		middle := b.middles()
		b.outliers(middle)
		if err := b.rounded(middle); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(b.s.Rows, func(x, y Row) int {
		switch {
		case x.Time < y.Time:
			return -1
		case x.Time > y.Time:
			return 1
		}
		return 0
	})
	slices.SortStableFunc(b.s.Refused, func(x, y refusedRow) int { return x.Row - y.Row })
	if err := b.muddled(); err != nil {
		return nil, err
	}
	if b.local && b.opt.Zone == nil {
		b.note("times are written without a zone and were read as UTC; name the zone if they are local")
	}
	if len(b.s.Rows) == 0 {
		if len(b.s.Refused) > 0 {
			return nil, &Error{b.s.Name, b.s.Refused[0].Row, b.s.Refused[0].Why + "; no row could be used"}
		}
		return nil, &Error{Name: b.s.Name,
			Says: "no payout or credit in bitcoin is in this file (" + b.s.Format + ")"}
	}
	return b.s, nil
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

// Merge puts the statements of one holder together: rows of a transaction or block that two files name
// are counted once, and each later one is refused in its file. The error says that this cannot be told, since
// a file is so long that its rows are days.
func Merge(list []*Statement) ([]Row, error) {
	type key struct {
		id     uint64
		amount units.MilliSat
		kind   Kind
	}
	if len(list) == 1 {
		return list[0].Rows, nil // sorted, and no other file repeats them
	}
	if err := apart(list); err != nil {
		return nil, err
	}
	seen := map[key]string{}
	var all []Row
	for _, s := range list {
		for _, r := range s.Rows {
			if r.id != 0 {
				k := key{r.id, r.Amount, r.Kind}
				if other, twice := seen[k]; twice && other != s.Name {
					s.Refused = append(s.Refused, refusedRow{r.Line,
						"the same transaction stands in " + other + ": counted once"})
					continue
				}
				seen[k] = s.Name
			}
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(x, y Row) int { return cmp.Compare(x.Time, y.Time) })
	return all, nil
}

// apart is an error where two files name transactions and one of them is held by day.
func apart(list []*Statement) error {
	named := 0
	long := ""
	for _, s := range list {
		if s.named {
			named++
			if s.ByDay {
				long = s.Name
			}
		}
	}
	if named > 1 && long != "" {
		return &Error{Name: long, Says: fmt.Sprintf("with more than %d rows it cannot be told which of its "+
			"transactions another file repeats; give it alone, or in parts", foldAt)}
	}
	return nil
}

// carriageReturns are lines that end as on old Macs, ended as elsewhere.
type carriageReturns struct{ r io.Reader }

// Read is io.Reader.
func (c carriageReturns) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, v := range p[:n] {
		if v == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// hashing passes bytes on and keeps their count and hash.
type hashing struct {
	r   io.Reader
	n   int64
	sha hash.Hash
}

func newHashing(r io.Reader) *hashing { return &hashing{r: r, sha: sha256.New()} }

// Read is io.Reader.
func (h *hashing) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	h.n += int64(n)
	_, _ = h.sha.Write(p[:n])
	return n, err
}

// sum is in the form of cite.Hash.
func (h *hashing) sum() string { return "sha256:" + hex.EncodeToString(h.sha.Sum(nil)) }
