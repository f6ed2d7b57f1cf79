package bench

import (
	"bufio"
	"crypto/rand"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/miner"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// Sizes of the runs: the defaults are short, the record's are -miners 5000 -seconds 30.
var (
	minersMany = flag.Int("miners", 5000, "miners of BenchmarkMiners")
	minersTime = flag.Duration("seconds", 6*time.Second, "length of BenchmarkMiners")
)

// serverRole names what this program is when it runs as a server in a process of its own, so that the
// processor's time and memory of a server are not mixed with its clients'.
const serverRole = "ASSAY_BENCH_SERVER"

func TestMain(m *testing.M) {
	if role := os.Getenv(serverRole); role != "" {
		fmt.Fprintln(os.Stderr, serveBench(role))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// forgetful acknowledges at once, as servers do that keep shares in memory.
type forgetful struct{}

func (forgetful) Job(*share.Job, uint32) error                      { return nil }
func (forgetful) Append(_ share.Share, _ [32]byte, ack func(error)) { ack(nil) }

// one is a table with one worker.
type one struct{}

func (one) Worker(string) (uint32, error) { return 0, nil }
func (one) Known(string) bool             { return true }

func benchTemplate() *jobs.Template {
	t := &jobs.Template{
		Height: 967_203, Version: 0x20000000, Prev: [32]byte{1}, Bits: 0x17021ec5, Time: uint32(time.Now().Unix()),
		MinTime: 1_700_000_000, Value: 312_500_000, Witness: make([]byte, 38),
	}
	for i := range 3000 { // twelve branches
		t.IDs = append(t.IDs, [32]byte{byte(i), byte(i >> 8), 1})
	}
	return t
}

// serveBench is a server until its standard input ends; a line there asks for its memory or processor's
// time.
func serveBench(role string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	v2, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if role == "textbook" {
		go textbook(l, benchTemplate())
	} else if err := serveOurs(role, l, v2); err != nil {
		return err
	}
	fmt.Println(l.Addr(), v2.Addr())
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if in.Text() == "cpu" {
			fmt.Println(int64(cpuTime()))
			continue
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Println(m.HeapInuse + m.StackInuse)
	}
	os.Exit(0)
	return nil
}

func serveOurs(role string, l, v2 net.Listener) error {
	var kept miner.Archive = forgetful{}
	if role == "durable" {
		w, err := segments.Open(os.Getenv("ASSAY_BENCH_FOLDER"), 3, segments.Options{})
		if err != nil {
			return err
		}
		kept = w
	}
	authority := [32]byte{31: 7}
	s, err := miner.New(miner.Options{
		Archive: kept, Workers: one{}, Payout: jobs.Payout{Server: 3, Script: []byte{0x51}}, Rand: rand.Reader,
		Submit: func([]byte) error { return nil }, Authority: &authority, Start: 8, Min: 8, Max: 8,
		Limits: miner.Limits{PerAddress: 20_000, PerSecond: 1 << 20},
	})
	if err == nil {
		err = s.SetTemplate(benchTemplate())
	}
	if err != nil {
		return err
	}
	go s.Serve(l, share.V1)
	go s.Serve(v2, share.V2)
	return nil
}

// child is a server in a process of its own.
type child struct {
	cmd    *exec.Cmd
	in     *os.File
	out    *bufio.Scanner
	v1, v2 string
	dir    string
}

func startServer(b testing.TB, role string) *child {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := &child{cmd: exec.Command(self), dir: b.TempDir()}
	c.cmd.Env = append(os.Environ(), serverRole+"="+role, "ASSAY_BENCH_FOLDER="+c.dir)
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	c.cmd.Stdin, c.in = read, write
	if err := c.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	read.Close()
	c.out = bufio.NewScanner(out)
	if !c.out.Scan() {
		b.Fatal("the server did not begin")
	}
	fmt.Sscan(c.out.Text(), &c.v1, &c.v2)
	b.Cleanup(func() { c.end() })
	return c
}

// memory is the server's heap and stacks in use.
func (c *child) memory() int { return c.ask("memory") }

// cpu is the processor's time that the server has taken.
func (c *child) cpu() time.Duration { return time.Duration(c.ask("cpu")) }

func (c *child) ask(what string) (n int) {
	fmt.Fprintln(c.in, what)
	c.out.Scan()
	fmt.Sscan(c.out.Text(), &n)
	return n
}

// end stops the server.
func (c *child) end() {
	if c.in != nil {
		c.in.Close()
		c.in = nil
		c.cmd.Wait()
	}
}

// BenchmarkMiners is 5,000 miners of each protocol with one share each three seconds, acknowledged from
// memory (what a share takes to be judged) and when it is on disk, beside bare fsyncs of as many bytes in
// the same run. The miners live on the server's cores, where real ones have machines of their own: so their
// shares are found before, and their collector rests meanwhile, which would take both cores for milliseconds.
func BenchmarkMiners(b *testing.B) {
	for _, protocol := range []string{"V1", "V2"} {
		for _, role := range []string{"memory", "durable"} {
			b.Run(protocol+"/"+role, func(b *testing.B) {
				for range b.N {
					storm(b, protocol, role)
				}
			})
		}
	}
}

func storm(b *testing.B, protocol, role string) {
	s := startServer(b, role)
	all := connectAll(b, s, protocol, *minersMany)
	const every = 3 * time.Second
	for range int(*minersTime/every) + 1 {
		for _, c := range all {
			c.find()
		}
	}
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	s.memory() // collects what 5,000 handshakes left, which BenchmarkConnects measures
	var mu sync.Mutex
	took := make([]time.Duration, 0, len(all)*(int(*minersTime/every)+1))
	var refused atomic.Int64
	var group sync.WaitGroup
	before := s.cpu()
	end := time.Now().Add(*minersTime)
	stop := make(chan struct{})
	bare := make(chan []time.Duration, 1)
	go func() {
		if role != "durable" { // no disk has a part in it
			bare <- nil
			return
		}
		bare <- fsyncs(s.dir, stop)
	}()
	for i, c := range all {
		group.Go(func() {
			time.Sleep(time.Duration(i) * every / time.Duration(len(all)))
			for next := time.Now(); next.Before(end); next = next.Add(every) {
				time.Sleep(time.Until(next))
				d, err := c.submit()
				if err != nil {
					refused.Add(1)
					return
				}
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	close(stop)
	syncs := <-bare
	b.ReportMetric((s.cpu()-before).Seconds()/minersTime.Seconds()*100, "%core")
	b.ReportMetric(quantile(took, 0.5), "ms-p50")
	b.ReportMetric(quantile(took, 0.99), "ms-p99")
	if len(syncs) > 0 {
		b.ReportMetric(quantile(syncs, 0.5), "ms-fsync-p50")
		b.ReportMetric(quantile(syncs, 0.99), "ms-fsync-p99")
	}
	b.ReportMetric(float64(len(took)), "shares")
	b.ReportMetric(float64(refused.Load()), "refused")
	b.ReportMetric(load(), "load")
	b.ReportMetric(0, "ns/op")
}

// load is the machine's load average over the last minute, 0 where it is not told.
func load() (average float64) {
	text, err := os.ReadFile("/proc/loadavg")
	if err == nil {
		fmt.Sscan(string(text), &average)
	}
	return average
}

// fsyncs appends what a group of shares is and syncs it, every 10 ms, until stop is closed.
func fsyncs(dir string, stop chan struct{}) (took []time.Duration) {
	f, err := os.Create(filepath.Join(dir, "bare"))
	if err != nil {
		return nil
	}
	defer f.Close()
	for {
		select {
		case <-stop:
			return took
		case <-time.After(10 * time.Millisecond):
		}
		began := time.Now()
		f.Write(make([]byte, 16*share.RecordSize))
		f.Sync()
		took = append(took, time.Since(began))
	}
}

// BenchmarkConnects is 1,000 miners of each protocol who come within ten seconds, until each has work.
func BenchmarkConnects(b *testing.B) {
	for _, protocol := range []string{"V1", "V2"} {
		b.Run(protocol, func(b *testing.B) {
			for range b.N {
				crowd(b, protocol)
			}
		})
	}
}

func crowd(b *testing.B, protocol string) {
	s := startServer(b, "memory")
	var mu sync.Mutex
	var took []time.Duration
	var late atomic.Int64
	var group sync.WaitGroup
	for i := range 1000 {
		group.Go(func() {
			time.Sleep(time.Duration(i) * 10 * time.Millisecond)
			began := time.Now()
			c, err := connects[protocol](s)
			if err != nil {
				late.Add(1)
				return
			}
			defer c.close()
			mu.Lock()
			took = append(took, time.Since(began))
			mu.Unlock()
		})
	}
	group.Wait()
	b.ReportMetric(quantile(took, 0.5), "ms-p50")
	b.ReportMetric(quantile(took, 0.99), "ms-p99")
	b.ReportMetric(float64(late.Load()), "timeouts")
	b.ReportMetric(load(), "load")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSharesPerCore is what a server's processor time goes to, the kernel's for it included, its
// clients' not: shares one by one on 50 connections, ours acknowledged from memory, ours on disk, and a
// textbook server's. A miner's shares have one root of transactions, as those of devices that turn the
// header alone; or each has its own extranonce and so its own root, as those of the fastest machines.
func BenchmarkSharesPerCore(b *testing.B) {
	for _, role := range []string{"textbook", "memory", "durable"} {
		b.Run(role, func(b *testing.B) {
			for range b.N {
				perCore(b, role, false)
			}
		})
	}
	b.Run("memory, a root each", func(b *testing.B) {
		for range b.N {
			perCore(b, "memory", true)
		}
	})
}

func perCore(b *testing.B, role string, turns bool) {
	const clients, each = 50, 1000
	s := startServer(b, role)
	all := make([]*clientV1, clients)
	for i, c := range connectAll(b, s, "V1", clients) {
		all[i] = c.(*clientV1)
		for range each {
			if turns {
				all[i].turn()
			}
			c.find()
		}
	}
	before := s.cpu() // what connecting took
	began := time.Now()
	var group sync.WaitGroup
	for _, c := range all {
		group.Go(func() {
			for range each {
				if _, err := c.submit(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	wall := time.Since(began)
	cpu := s.cpu() - before
	b.ReportMetric(clients*each/cpu.Seconds(), "shares/core-s")
	b.ReportMetric(clients*each/wall.Seconds(), "shares/s")
	b.ReportMetric(load(), "load")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkIdle is the memory of a connection that has work and rests.
func BenchmarkIdle(b *testing.B) {
	for _, version := range []string{"V1", "V2"} {
		b.Run(version, func(b *testing.B) {
			const n = 1000
			for range b.N {
				s := startServer(b, "memory")
				var before int
				if version == "V1" {
					connectAll(b, s, "V1", 10)
					before = s.memory()
					connectAll(b, s, "V1", n)
				} else {
					idleV2(b, s.v2, 10)
					before = s.memory()
					idleV2(b, s.v2, n)
				}
				time.Sleep(100 * time.Millisecond)
				b.ReportMetric(float64(s.memory()-before)/n, "B/connection")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// idleV2 opens connections with an extended channel each.
func idleV2(b *testing.B, at string, n int) {
	for range n {
		c, err := swarm.DialV2(b.Context(), at, benchAuthority())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { c.Close() })
		open := &stratum.OpenChannel{Extended: true, User: "farm.w"}
		for i := range open.MaxTarget {
			open.MaxTarget[i] = 0xff
		}
		for _, m := range []stratum.Message{&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2}, open} {
			if err := c.Send(m); err != nil {
				b.Fatal(err)
			}
			if _, err := c.Receive(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
