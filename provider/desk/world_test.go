package desk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// memory is a store in memory: a book and maps that a failed transaction leaves as they were.
type memory struct {
	journals []ledger.Journal
	records  map[string]map[string][]byte
	// fail, where set, is asked before and after each transaction; see TestEachWriteFailsTwice
	before, after func() error
}

type memoryTx struct {
	*ledger.Book
	records map[string]map[string][]byte
}

func (m *memory) Do(_ context.Context, f func(desk.Tx) error) error {
	if m.before != nil {
		if err := m.before(); err != nil {
			return err
		}
	}
	book, err := ledger.Replay(m.journals)
	if err != nil {
		return err
	}
	tx := memoryTx{book, map[string]map[string][]byte{}}
	for bucket, values := range m.records {
		tx.records[bucket] = maps.Clone(values)
	}
	if err := f(tx); err != nil {
		return err
	}
	m.journals, m.records = slices.Clone(book.Journals()), tx.records
	if m.after != nil {
		return m.after()
	}
	return nil
}

func (t memoryTx) Balance(a ledger.Account) (units.MilliSat, error) { return t.Book.Balance(a), nil }

func (t memoryTx) Each(c ledger.Class, tell func(ledger.Account, units.MilliSat)) error {
	t.Book.Each(func(a ledger.Account, balance units.MilliSat) {
		if a.Class() == c && balance != 0 {
			tell(a, balance)
		}
	})
	return nil
}

func (t memoryTx) Head() (int, [32]byte, error) { return t.Len(), t.Book.Head(), nil }

func (t memoryTx) Get(bucket, key string) ([]byte, error) { return t.records[bucket][key], nil }

func (t memoryTx) Put(bucket, key string, value []byte) error {
	if t.records[bucket] == nil {
		t.records[bucket] = map[string][]byte{}
	}
	t.records[bucket][key] = append([]byte{}, value...)
	return nil
}

func (t memoryTx) List(bucket string, tell func(string, []byte) error) error {
	for _, key := range slices.Sorted(maps.Keys(t.records[bucket])) {
		if err := tell(key, t.records[bucket][key]); err != nil {
			return err
		}
	}
	return nil
}

// published are files as a provider publishes them.
type published map[string][]byte

func (p published) Open(_ context.Context, name string) (io.ReadCloser, error) {
	b, ok := p[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// mined are shares found once, by real hashing, that every world draws from.
type mined struct {
	job    *share.Job
	shares []share.Share
	hashes [][32]byte
}

const (
	level    = 14
	firstDay = units.Date(20_700)
	easyBits = 0x1f00ffff // 16 zero bits: one in four shares of level 14 is a block
)

// pool are shares of days and jobs, each mined once for all worlds.
var pool struct {
	sync.Mutex
	all map[[2]int]*mined
}

// minedOn is the work of a job on a day: a header has the time at which its share comes.
func minedOn(day units.Date, n int) *mined {
	pool.Lock()
	defer pool.Unlock()
	key := [2]int{int(day), n}
	if m := pool.all[key]; m != nil {
		return m
	}
	if pool.all == nil {
		pool.all = map[[2]int]*mined{}
	}
	j := &share.Job{
		ID: uint32(n + 1), Server: 1, Protocol: share.V1, Version: 0x20000000, Prev: [32]byte{byte(n + 1)},
		Bits: easyBits, MinTime: uint32(day) * 86_400,
		Coinbase1: unhex("01000000" + "01" + fmt.Sprintf("%064x", 0) + "ffffffff" + "18" +
			"0323c20e" + "06417373617900" + "0c"),
		Coinbase2: unhex("ffffffff" + "02" + "00e1f50500000000" + "160014ebe1b7dcc293ccaa0ee743a86f89df8258c208fc" +
			"0000000000000000" + "266a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9" +
			"00000000"),
		Branches: [][32]byte{{9}, {8}},
	}
	m := &mined{job: j}
	for i := range 64 {
		s := share.Share{
			Job: j.ID, Worker: uint32(i % 3), En1: [4]byte{1}, En2: [8]byte{byte(i)}, Time: j.MinTime + uint32(i),
			Version: j.Version, Level: level,
		}
		m.mine(&s)
	}
	pool.all[key] = m
	return m
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func (m *mined) mine(s *share.Share) {
	header, err := m.job.Header(s)
	if err != nil {
		panic(err)
	}
	for nonce := uint32(0); ; nonce++ {
		binary.LittleEndian.PutUint32(header[76:], nonce)
		if hash := share.Hash(header[:]); share.Level(level).Met(hash) {
			s.Nonce, s.Tail = nonce, share.TailOf(hash)
			m.shares, m.hashes = append(m.shares, *s), append(m.hashes, hash)
			return
		}
	}
}

// world is a provider with everything around it.
type world struct {
	t     testing.TB
	rand  *rand.Rand
	store *memory
	desk  *desk.Desk
	meter *meter.Meter
	files published
	day   units.Date
	seq   uint64
	sum   [32]byte
	segs  map[units.Date][]daybook.Segment
	file  map[uint64][]byte
	used  []*mined
	index daybook.Index
	// what a dishonest provider does, nil where he does not
	overbook bool
	bend     func(*daybook.Statement)
	repeat   bool
}

func newWorld(t testing.TB, seed uint64) *world {
	w := &world{
		t: t, rand: rand.New(rand.NewPCG(seed, 1)), store: &memory{records: map[string]map[string][]byte{}},
		meter: &meter.Meter{}, files: published{}, day: firstDay, segs: map[units.Date][]daybook.Segment{},
		file: map[uint64][]byte{},
	}
	w.desk = desk.New(w.store, "provider.example/assay", []byte("secret"))
	w.index.Origin = w.desk.Origin()
	return w
}

// offer is the frozen document of a series of one unit of 1 H/s.
func offerOf(term int) []byte {
	return fmt.Appendf(nil, `schema: assay/offer/v1
product: One hash a second
kind: cloud
algorithm: sha256
hashrate: 1 H/s
start_delay: 0d
term: %dd
price: {upfront: 20 USD}
fees:
  - {name: pool, revenue_share: 2%%, paid: deducted, changeable: false}
  - {name: power, per_hashrate_day: 9000000 USD/TH/day, paid: deducted, changeable: false}
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`, term)
}

// errFault is a failure that a test makes.
var errFault = errors.New("made to fail")

// retried does f again after a made failure, as whoever uses a desk does.
func retried[T any](f func() (T, error)) (T, error) {
	for {
		v, err := f()
		if !errors.Is(err, errFault) {
			return v, err
		}
	}
}

// once is retried for what gives an error alone.
func once(f func() error) error {
	_, err := retried(func() (struct{}, error) { return struct{}{}, f() })
	return err
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// mineDay seals a segment with the shares of some jobs, and books the blocks among them.
func (w *world) mineDay(jobs int) {
	head := share.Head{
		Server: 1, Grade: share.GradeA, Day: uint32(w.day), Seq: w.seq, StartMS: uint64(w.day) * 86_400_000, Prev: w.sum,
	}
	b := head.Append(nil)
	var leaves []share.Leaf
	for range jobs {
		m := minedOn(w.day, len(w.used))
		if w.repeat && len(w.used) >= 2 { // earlier work once more
			m = w.used[len(w.used)-2]
		}
		w.used = append(w.used, m)
		b = share.AppendJob(b, m.job)
		b = share.AppendShares(b, m.shares)
		for i, s := range m.shares {
			leaves = append(
				leaves,
				share.Leaf{Hash: m.hashes[i], Level: s.Level, Worker: s.Worker, Job: s.Job},
			)
		}
		if !w.repeat {
			w.blocks(m)
		}
	}
	tree, err := share.TreeOf(leaves)
	if err != nil {
		w.t.Fatal(err)
	}
	b = (&share.Foot{Shares: tree.Shares, Work: tree.Work, Root: tree.Root}).Append(b)
	checked := must(share.Recheck(bytes.NewReader(b), nil))(w.t)
	if err := w.meter.Add(&checked, (uint64(w.day)+1)*86_400_000); err != nil {
		w.t.Fatal(err)
	}
	w.files[daybook.SegmentFile(1, w.seq)] = b
	w.segs[w.day] = append(w.segs[w.day], daybook.Segment{
		Server: 1, Seq: w.seq, Grade: share.GradeA, Shares: tree.Shares, Work: tree.Work, Root: tree.Root,
		File: sha256.Sum256(b),
	})
	w.seq, w.sum = w.seq+1, checked.Segment.Sum
}

// blocks books those of a job's shares that are blocks: one a job at most, as only one can follow another.
func (w *world) blocks(m *mined) {
	target := must(consensus.Target(easyBits))(w.t)
	for _, hash := range m.hashes {
		printed := share.Printed(hash)
		if new(big.Int).SetBytes(printed[:]).Cmp(target) > 0 {
			continue
		}
		f := desk.Found{
			Hash:   hex.EncodeToString(printed[:]),
			Height: 967_203 + m.job.ID,
			Day:    w.day,
			Reward: 100_000_000,
		}
		if err := once(func() error { return w.desk.Block(w.t.Context(), f) }); err != nil {
			w.t.Fatal(err)
		}
		return
	}
}

// closeDay freezes facts, lets blocks mature, closes and publishes.
func (w *world) closeDay() []byte {
	facts := &daybook.Facts{Day: w.day, Price: 76_000_000_000, Sources: []string{"test"}}
	ctx := w.t.Context()
	if err := once(func() error { return w.desk.Freeze(ctx, facts) }); err != nil {
		w.t.Fatal(err)
	}
	asked := 0
	if err := once(func() error { return w.desk.Follow(ctx, says(desk.Maturity, &asked)) }); err != nil {
		w.t.Fatal(err)
	}
	text := must(retried(func() ([]byte, error) {
		return w.desk.Close(ctx, w.day, desk.Metered{Meter: w.meter, Segments: w.segs[w.day]})
	}))(w.t)
	w.publish(facts, text)
	w.day++
	return text
}

func (w *world) publish(facts *daybook.Facts, text []byte) {
	if w.bend != nil {
		s := must(daybook.Parse(text))(w.t)
		if n := len(w.index.Days); n > 0 {
			s.Previous = w.index.Days[n-1].Hash
		}
		w.bend(s)
		text = s.Append(nil)
	}
	w.files[daybook.FactsFile(w.day)] = facts.Append(nil)
	w.files[daybook.DayFile(w.day)] = text
	w.index.Days = append(w.index.Days, daybook.Entry{Day: w.day, Hash: daybook.HashOf(text)})
	w.files[daybook.IndexFile] = w.index.Append(nil)
}

// series creates one that begins tomorrow.
func (w *world) series(name string, term int) desk.Series {
	s := must(retried(func() (desk.Series, error) {
		return w.desk.Create(w.t.Context(), desk.NewSeries{
			Name: name, Document: offerOf(term), First: w.day + 1, Price: 1_000_000_007, Escrowed: 90,
		})
	}))(w.t)
	w.files[daybook.SeriesFile(name)] = s.Document
	return s
}

func (w *world) sell(order, series string, holder, n uint32) error {
	proven := must(w.meter.Capacity(w.day))(w.t)
	if w.overbook {
		proven.Rate *= 10
	}
	o := desk.Order{ID: order, Series: series, Holder: holder, Units: n, Day: w.day}
	_, err := retried(func() (desk.Title, error) { return w.desk.Sell(w.t.Context(), o, proven) })
	return err
}

// run is a few days with holders, two series and random sales; sell is asked for more than there is.
func (w *world) run(days int) {
	for i := range 4 {
		name, key, token := fmt.Sprint("holder", i), fmt.Sprint("key", i), fmt.Sprint("token", i)
		must(retried(func() (desk.Holder, error) {
			return w.desk.OpenAccount(w.t.Context(), name, key, token)
		}))(w.t)
	}
	w.mineDay(2)
	w.series("A", 3)
	w.closeDay()
	for d := range days {
		w.mineDay(1 + w.rand.IntN(2))
		if d == 0 {
			w.series("B", 30)
		}
		for k := range 1 + w.rand.IntN(3) {
			name := []string{"A", "B"}[w.rand.IntN(2)]
			w.sell(fmt.Sprintf("order-%d-%d", d, k), name, 1+w.rand.Uint32N(4), 1+w.rand.Uint32N(3))
		}
		w.closeDay()
	}
}

// audit is what an outsider finds, with the receipts of every holder and day.
func (w *world) audit() *recompute.Report {
	var receipts [][]byte
	for _, e := range w.index.Days {
		for holder := uint32(1); holder <= 4; holder++ {
			if r, err := w.desk.Receipt(w.t.Context(), e.Day, holder); err == nil {
				receipts = append(receipts, r)
			}
		}
	}
	return must(recompute.Provider(w.t.Context(), w.files, receipts, nil, recompute.Signed{}))(w.t)
}
