package demo

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	mrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/clerk"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/provider/miner"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// kills is how often TestKill kills the provider; 100, over ten days, for the record.
var kills = flag.Int("kills", 10, "how often the provider is killed")

const (
	dayMS  = 86_400_000
	origin = "provider.example/assay"
	secret = "a secret of 32 bytes for the test"
	term   = 4 // days of a series, so that one ends within the test
)

// life is what a provider that will be killed is told: the program is this one, run again.
type life struct {
	Dir   string
	Node  string
	NowMS int64   // of its clock, when it begins
	Speed float64 // of its clock
	Most  int64   // milliseconds that its clock goes on at most; then it stands, however slow the machine is
	First units.Date
}

const lifeOf = "ASSAY_PROVIDER_LIFE"

func TestMain(m *testing.M) {
	if text := os.Getenv(lifeOf); text != "" {
		var l life
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			panic(err)
		}
		fmt.Fprintln(os.Stderr, l.run(context.Background()))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// run is a whole provider until it is killed; it says where its miners go.
func (l *life) run(ctx context.Context) error {
	var begun atomic.Int64 // when its clock began to go, Unix milliseconds; 0: it stands
	now := func() time.Time {
		var passed int64
		if at := begun.Load(); at != 0 {
			passed = time.Now().UnixMilli() - at
		}
		return time.UnixMilli(l.NowMS + l.passed(passed))
	}
	books, err := store.Open(ctx, filepath.Join(l.Dir, "books.db"))
	if err != nil {
		return err
	}
	d := desk.New(books, origin, []byte(secret))
	public := filepath.Join(l.Dir, "public")
	c, err := clerk.New(
		clerk.Options{Dir: public, Desk: d, Price: price, Confirmations: l.depths, Now: now},
	)
	if err != nil {
		return err
	}
	archive := filepath.Join(public, "segments")
	kept, err := segments.Open(archive, 1, segments.Options{Now: now, Sealed: func(s segments.Sealed) {
		c.Sealed(s.Path, s.Until)
	}})
	if err != nil {
		return err
	}
	if err := begin(ctx, d, l.First); err != nil {
		return err
	}
	miners, at, err := l.miners(kept, public, now)
	if err != nil {
		return err
	}
	begun.Store(time.Now().UnixMilli())
	fmt.Println(at, begun.Load())
	go l.follow(now, miners.SetTemplate)
	for {
		if err := c.Step(ctx); err != nil {
			return err
		}
		if err := l.sell(ctx, d, c, now()); err != nil {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// passed is how far the clock has gone after milliseconds of the system's.
func (l *life) passed(ms int64) int64 { return min(int64(float64(ms)*l.Speed), l.Most) }

func (l *life) miners(kept *segments.Writer, public string, now func() time.Time,
) (s *miner.Server, at net.Addr, err error) {
	workers, err := segments.OpenWorkers(filepath.Join(public, "workers.txt"), nil)
	if err != nil {
		return nil, nil, err
	}
	recalled := kept.Recalled()
	s, err = miner.New(miner.Options{
		Archive: kept,
		Workers: workers,
		Payout:  jobs.Payout{Server: 1, Script: []byte("\x00\x14the script of a test..")[:22]},
		Submit: func(b []byte) error {
			resp, err := http.Post(l.Node+"/submit", "", bytes.NewReader(b))
			if err == nil {
				err = resp.Body.Close()
			}
			return err
		},
		Rand: rand.Reader, Now: now, LastJob: recalled.LastJob, Start: 16, Min: 16, Max: 16,
	})
	if err != nil {
		return nil, nil, err
	}
	for _, k := range recalled.Shares {
		s.Recall(k.Prev, k.Tail)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	go s.Serve(listener, share.V1)
	return s, listener.Addr(), nil
}

// sell asks for a few units each day, under the same names however often it begins again.
func (l *life) sell(ctx context.Context, d *desk.Desk, c *clerk.Clerk, now time.Time) error {
	today := units.Date(now.Unix() / 86_400)
	if today <= l.First {
		return nil
	}
	proven, err := c.Capacity()
	if err != nil {
		return err
	}
	for n := range uint32(3) {
		name := []string{"A", "B"}[n%2]
		_, err := d.Sell(ctx, desk.Order{
			ID: fmt.Sprintf("%v-%d", today, n), Series: name, Holder: n%2 + 1, Units: 1, Day: today,
		}, proven)
		if err != nil && !errors.Is(err, meter.ErrOverbooked) && !errors.Is(err, desk.ErrOrder) {
			return err
		}
	}
	return nil
}

// begin is what the operator does before the first day, as often as it is asked for.
func begin(ctx context.Context, d *desk.Desk, first units.Date) error {
	for i, name := range []string{"A", "B"} {
		_, err := d.Create(ctx, desk.NewSeries{
			Name: name, Document: document(term + 20*i), First: first + 1, Price: 25_000_000, Escrowed: 80,
		})
		if err == nil {
			_, err = d.OpenAccount(ctx, "holder of "+name, "bc1q-"+name, "the link of holder "+name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// document is a series of units of 1 H/s.
func document(days int) []byte {
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
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`, days)
}

// ask asks the node, which the test plays.
func (l *life) ask(what string, into any) error {
	resp, err := http.Get(l.Node + what)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}

// depths asks the node for confirmations.
func (l *life) depths(_ context.Context, blocks []desk.Found) (depths []int, err error) {
	body, err := json.Marshal(blocks)
	if err != nil {
		return nil, err
	}
	resp, err := http.Post(l.Node+"/depths", "", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return depths, json.NewDecoder(resp.Body).Decode(&depths)
}

// follow hands out the node's templates.
func (l *life) follow(now func() time.Time, set func(*jobs.Template) error) {
	var prev [32]byte
	var since time.Time
	for ; ; time.Sleep(20 * time.Millisecond) {
		var t jobs.Template
		err := l.ask(fmt.Sprint("/template?time=", now().Unix()), &t)
		if err == nil && (t.Prev != prev || time.Since(since) > 200*time.Millisecond) {
			prev, since = t.Prev, time.Now()
			err = set(&t)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

// town is a node, its chain and miners around a provider that is killed again and again.
type town struct {
	t        *testing.T
	life     life
	chain    ground
	mu       sync.Mutex
	accepted map[[32]byte]bool
	refused  map[string]int
	paid     bool // a unit has earned something
}

func (w *town) today() units.Date { return units.Date(w.life.NowMS / dayMS) }

// live lets the provider live for a while and until something has come about, with miners at it, and kills
// it.
// Its clock goes for that while and stands otherwise.
func (w *town) live(span time.Duration, what string, until func() bool) {
	w.t.Helper()
	w.life.Most = min(int64(float64(span.Milliseconds())*w.life.Speed), dayMS)
	text, err := json.Marshal(w.life)
	if err != nil {
		w.t.Fatal(err)
	}
	before := w.today()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), lifeOf+"="+string(text))
	said := &bytes.Buffer{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	var at string
	var begun int64
	if _, err := fmt.Fscanln(bufio.NewReader(out), &at, &begun); err != nil {
		cmd.Wait()
		w.t.Fatalf("the provider did not begin: %s", said)
	}
	ctx, cancel := context.WithCancel(w.t.Context())
	var all sync.WaitGroup
	for i := range 3 {
		o := swarm.Options{User: fmt.Sprintf("farm.%d", i), Rate: 400_000, Answered: w.note}
		all.Go(func() {
			for ctx.Err() == nil { // a busy machine may cost it its connection
				swarm.MineV1(ctx, at, o)
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	came := false
	since := time.Now()
	for ; time.Since(since) < span || !came && time.Since(since) < patience; came = until() {
		time.Sleep(min(span, 20*time.Millisecond))
	}
	cmd.Process.Kill()
	cmd.Wait()
	cancel()
	all.Wait()
	if said.Len() > 0 {
		w.t.Fatalf("the provider said: %s", said)
	}
	if !came && !until() {
		w.t.Fatalf("no %s within %v", what, patience)
	}
	w.life.NowMS += w.life.passed(time.Now().UnixMilli() - begun)
	for day := before; day < w.today(); day++ {
		w.chain.advance(desk.Maturity)
	}
}

// patience is how long some shares, or a close, may take on a busy machine; on an idle one they take a
// second.
const patience = 5 * time.Minute

func (w *town) acknowledged() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.accepted)
}

func (w *town) note(one swarm.Share, refused string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if refused == "" {
		w.accepted[one.Hash] = true
	} else {
		w.refused[refused]++
	}
}

// The provider is killed at random moments over some fast days, with miners and a node. Every share that
// a miner saw acknowledged is in a segment; the books sum to zero and their chain is whole; and the same
// events without any kill come to the same journals, statements and receipts, to the byte.
func TestKill(t *testing.T) {
	c, err := newChain(bits, subsidy)
	if err != nil {
		t.Fatal(err)
	}
	kill(t, c, units.Date(time.Now().Unix()/86_400))
}

func kill(t *testing.T, c ground, first units.Date) {
	days := 3
	if *kills >= 50 {
		days = 10
	}
	w := &town{t: t, chain: c}
	w.accepted, w.refused = map[[32]byte]bool{}, map[string]int{}
	const lifetime = 800 * time.Millisecond
	w.life = life{
		Dir: t.TempDir(), Node: nodeOf(t, c), NowMS: int64(first)*dayMS + 1, First: first,
		Speed: float64(days) * 86_400 / (float64(*kills) * lifetime.Seconds()),
	}
	random := mrand.New(mrand.NewPCG(1, 2))
	for n := range *kills { // at any moment, also of a start; every other time there are shares to be lost
		shares := w.acknowledged() + n%2*(2+random.IntN(3))
		w.live(time.Duration(random.Int64N(int64(2*lifetime))), "shares",
			func() bool { return w.acknowledged() >= shares })
	}
	enough := func() bool { return w.closed() >= first+units.Date(days)-1 && w.paid }
	for range days + term { // a day each
		if enough() {
			break
		}
		over := w.today() - 1
		done := func() bool { return w.closed() >= over || enough() }
		w.live(time.Duration(float64(24*time.Hour)/w.life.Speed), "close", done)
	}
	if !enough() {
		t.Fatalf("closed up to %v, paid: %v", w.closed(), w.paid)
	}
	w.whole()
	again(t, w.life, w.closed())
	t.Logf("%d kills over %v to %v: %d shares acknowledged, refused: %v",
		*kills, first, w.today(), len(w.accepted), w.refused)
	if len(w.accepted) < *kills {
		t.Errorf("only %d shares were acknowledged", len(w.accepted))
	}
}

// closed is the last day that is published, the one before the first where none is: the index names it, which
// is written last.
func (w *town) closed() units.Date {
	day := w.life.First - 1
	text, err := os.ReadFile(filepath.Join(w.life.Dir, "public", daybook.IndexFile))
	if errors.Is(err, fs.ErrNotExist) {
		return day
	}
	index, err := daybook.ParseIndex(text)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, entry := range index.Days {
		day = entry.Day
		text, err := os.ReadFile(filepath.Join(w.life.Dir, "public", daybook.DayFile(day)))
		if err != nil {
			w.t.Fatal(err)
		}
		s, err := daybook.Parse(text)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, line := range s.Series {
			w.paid = w.paid || line.Net > 0 && line.Units > 0
		}
	}
	return day
}

// whole looks for every acknowledged share in the segments.
func (w *town) whole() {
	archive := filepath.Join(w.life.Dir, "public", "segments")
	last, err := segments.Open(archive, 1, segments.Options{Now: func() time.Time {
		return time.UnixMilli(w.life.NowMS)
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	last.Close()
	kept := map[[32]byte]bool{}
	recheck(w.t, archive, func(_ *share.Job, _ *share.Share, hash [32]byte) {
		if kept[hash] {
			w.t.Errorf("share %x is kept twice", hash)
		}
		kept[hash] = true
	}, func(*share.Checked) {})
	for hash := range w.accepted {
		if !kept[hash] {
			w.t.Errorf("share %x was acknowledged and is not kept", hash)
		}
	}
}

// recheck reads all segments in order.
func recheck(
	t *testing.T,
	dir string,
	one func(*share.Job, *share.Share, [32]byte),
	segment func(*share.Checked),
) {
	names, err := filepath.Glob(filepath.Join(dir, "*.seg"))
	if err != nil || len(names) == 0 {
		t.Fatal(err, "no segments")
	}
	slices.Sort(names)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		checked, err := share.RecheckWith(f, nil, one)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		segment(&checked)
	}
}
