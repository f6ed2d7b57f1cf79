package miner

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/stratum"
)

// siege is a server in a process of its own, with honest miners on it, and somebody who means it ill.
type siege struct {
	t      *testing.T
	v1, v2 string
	key    [32]byte
	pid    int
	mu     sync.Mutex
	took   []time.Duration // of honest shares
	wrong  []string        // what honest miners were refused
	lost   int             // connections of honest miners
}

// from is a dialer at an address of the loopback.
func from(ip string) *net.Dialer {
	return &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}}
}

// rss is the server's memory in MiB.
func (s *siege) rss() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if text, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.Atoi(strings.Fields(text)[0])
			return n >> 10
		}
	}
	return 0
}

// cpu is its time in seconds.
func (s *siege) cpu() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		s.t.Fatal(err)
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	u, _ := strconv.Atoi(f[11])
	k, _ := strconv.Atoi(f[12])
	return float64(u+k) / 100
}

// files are its descriptors.
func (s *siege) files() int {
	all, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid))
	if err != nil {
		s.t.Fatal(err)
	}
	return len(all)
}

// honest mines until the context ends, over both protocols.
func (s *siege) honest(ctx context.Context, i int) {
	o := swarm.Options{User: fmt.Sprint("honest.", i), Rate: 30_000, Authority: s.key}
	o.Answered = func(one swarm.Share, why string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.took = append(s.took, time.Since(one.Sent))
		if why != "" && !strings.Contains(strings.ToLower(why), "stale") {
			s.wrong = append(s.wrong, why)
		}
	}
	for ctx.Err() == nil {
		if i%2 == 0 {
			swarm.MineV1(ctx, s.v1, o)
		} else {
			swarm.MineV2(ctx, s.v2, o)
		}
		if ctx.Err() == nil {
			s.mu.Lock()
			s.lost++
			s.mu.Unlock()
		}
	}
}

// channels opens channels on a connection without end, and reads nothing but what opening needs.
func (s *siege) channels(ctx context.Context, i int) {
	c, err := swarm.DialV2(ctx, s.v2, s.key)
	if err != nil {
		return
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	c.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
	open := &stratum.OpenChannel{User: "crowd.all"}
	for i := range open.MaxTarget {
		open.MaxTarget[i] = 0xff
	}
	go func() {
		for range 256 {
			if c.Send(open) != nil {
				return
			}
		}
	}()
	for {
		if _, err := c.Receive(); err != nil {
			return
		}
	}
}

// churn comes and goes.
func (s *siege) churn(ctx context.Context, i int) {
	for ctx.Err() == nil {
		own := fmt.Sprintf("127.0.%d.%d", 1+rand.IntN(200), 1+rand.IntN(200))
		nc, err := from(own).DialContext(ctx, "tcp", []string{s.v1, s.v2}[i%2])
		if err != nil {
			continue
		}
		nc.(*net.TCPConn).SetLinger(0)
		nc.Close()
	}
}

// handshakes makes the server answer a handshake, and goes.
func (s *siege) handshakes(ctx context.Context, i int) {
	for ctx.Err() == nil {
		own := fmt.Sprintf("127.0.%d.%d", 1+rand.IntN(200), 1+rand.IntN(200))
		nc, err := from(own).DialContext(ctx, "tcp", s.v2)
		if err != nil {
			continue
		}
		var act1 [64]byte // every 64 bytes are a point (ElligatorSwift)
		for i := range act1 {
			act1[i] = byte(rand.Uint32())
		}
		nc.Write(act1[:])
		nc.SetReadDeadline(time.Now().Add(time.Second))
		var act2 [stratum.Act2Size]byte
		io.ReadFull(nc, act2[:])
		nc.Close()
	}
}

// lines says what no client says.
func (s *siege) lines(ctx context.Context, i int) {
	bad := []string{
		`{"id":{"a":[1,2,3]},"method":"mining.ping","params":[]}`,
		`{"id":"` + strings.Repeat("i", 3000) + `","method":"mining.ping","params":[]}`,
		`{"id":1,"method":"mining.configure","params":[["` + strings.Repeat(`x","`, 15) + `y"],{}]}`,
		`{"id":1,"method":"mining.suggest_difficulty","params":[1e-300]}`,
		`{"id":1,"method":"mining.suggest_difficulty","params":[1e300]}`,
		`{"id":1,"method":"mining.suggest_difficulty","params":["NaN"]}`,
		`{"id":1,"method":"mining.suggest_target","params":["` + strings.Repeat("f", 64) + `"]}`,
		`{"id":1,"method":"mining.authorize","params":["\u0000\u0022crowd","x"]}`,
		`{"id":1,"method":"mining.submit","params":["crowd.l","ffffffffff","` + strings.Repeat("f", 32) +
			`","00000000","00000000"]}`,
		`{"id":1,"method":"mining.submit","params":["crowd.l","0000000109","","fffffffff","-1"]}`,
		`{"id":1,"id":2,"id":3,"method":"mining.ping","method":"mining.subscribe"}`,
		`{"id":1,"method":"mining.subscribe","params":["x","` + strings.Repeat("0", 2000) + `"]}`,
	}
	for ctx.Err() == nil {
		own := fmt.Sprintf("127.1.%d.%d", 1+rand.IntN(20), 1+rand.IntN(200))
		nc, err := from(own).DialContext(ctx, "tcp", s.v1)
		if err != nil {
			continue
		}
		go io.Copy(io.Discard, nc)
		fmt.Fprintf(nc, greeting, "crowd.l")
		for range 300 {
			nc.SetWriteDeadline(time.Now().Add(time.Second))
			if _, err := io.WriteString(nc, bad[rand.IntN(len(bad))]+"\n"); err != nil {
				break
			}
		}
		nc.Close()
	}
}

// greeting begins a connection over V1, of a worker.
const greeting = `{"id":1,"method":"mining.subscribe","params":[]}` + "\n" +
	`{"id":2,"method":"mining.authorize","params":["%s","x"]}` + "\n"

// deaf subscribes, and never reads nor goes.
func (s *siege) deaf(ctx context.Context, i int) {
	nc, err := from(fmt.Sprintf("127.2.%d.%d", i%20, 1+i%200)).DialContext(ctx, "tcp", s.v1)
	if err != nil {
		return
	}
	defer nc.Close()
	nc.(*net.TCPConn).SetReadBuffer(1 << 10)
	fmt.Fprintf(nc, greeting, "crowd.d")
	for n := 0; ctx.Err() == nil; n++ {
		nc.SetWriteDeadline(time.Now().Add(time.Second))
		ask := fmt.Sprintf(`{"id":1,"method":"mining.suggest_difficulty","params":[%d]}`, 1+n%2*1000)
		_, err := fmt.Fprintln(nc, ask)
		if err != nil {
			time.Sleep(100 * time.Millisecond)
			if ctx.Err() != nil || !strings.Contains(err.Error(), "timeout") {
				return
			}
		}
	}
}

// idle comes and says nothing.
func (s *siege) idle(ctx context.Context, i int) {
	own := fmt.Sprintf("127.3.%d.%d", i%40, 1+i%200)
	nc, err := from(own).DialContext(ctx, "tcp", []string{s.v1, s.v2}[i%2])
	if err != nil {
		return
	}
	defer nc.Close()
	<-ctx.Done()
}

// deafV2 opens a channel, asks for other work of it without end, and never reads nor goes.
func (s *siege) deafV2(ctx context.Context, i int) {
	nc, err := from(fmt.Sprintf("127.6.%d.%d", i%20, 1+i%200)).DialContext(ctx, "tcp", s.v2)
	if err != nil {
		return
	}
	defer nc.Close()
	stop := context.AfterFunc(ctx, func() { nc.Close() })
	defer stop()
	flood(nc, s.key)
}

// halves begins a handshake, or ends it with nothing that can be opened, and stays.
func (s *siege) halves(ctx context.Context, i int) {
	nc, err := from(fmt.Sprintf("127.4.%d.%d", i%40, 1+i%200)).DialContext(ctx, "tcp", s.v2)
	if err != nil {
		return
	}
	defer nc.Close()
	nc.Write(make([]byte, []int{1, 40, 63, 64, 65, 64 + stratum.SealedHead}[i%6]))
	<-ctx.Done()
}

// rest subscribes, names a worker, or opens a channel, and says nothing any more.
func (s *siege) rest(ctx context.Context, i int) {
	if i%50 == 0 { // a handshake costs as much as a hundred subscriptions
		c, err := swarm.DialV2(ctx, s.v2, s.key)
		if err != nil {
			return
		}
		defer c.Close()
		open := &stratum.OpenChannel{User: "crowd.r"}
		for i := range open.MaxTarget {
			open.MaxTarget[i] = 0xff
		}
		c.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
		c.Send(open)
		<-ctx.Done()
		return
	}
	nc, err := from(fmt.Sprintf("127.5.%d.%d", i%40, 1+i%200)).DialContext(ctx, "tcp", s.v1)
	if err != nil {
		return
	}
	defer nc.Close()
	fmt.Fprintf(nc, greeting, "crowd.r")
	<-ctx.Done()
}

// siegeMiB bounds the server's memory in any attack here: 10,000 connections, or 5,000 channels of one
// address.
const siegeMiB = 400 * memoryUnderRace

// besieged names the folder of the program that TestSiege attacks: this one, run again.
const besieged = "ASSAY_SIEGE_FOLDER"

// siegeTime is the length of each attack of TestSiege; 12 s for the record.
var siegeTime = flag.Duration("siege", time.Second, "length of each attack")

// A whole server under one attack after the other: connections that come and go, handshakes without
// end, absurd lines, thousands who read nothing, say nothing or rest, channels without end. Honest
// miners beside it lose neither a share nor their connection, and memory is bounded. How long their
// shares take is told.
func TestSiege(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("it opens thousands of connections, and reads Linux's figures of a process")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd, out := started(t, self, besieged+"="+t.TempDir())
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	s := &siege{t: t, pid: cmd.Process.Pid, key: authorityOf(t)}
	in := bufio.NewReader(out)
	if _, err := fmt.Fscanln(in, &s.v1); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fscanln(in, &s.v2); err != nil {
		t.Fatal(err)
	}
	whole, enough := context.WithCancel(t.Context())
	var miners sync.WaitGroup
	for i := range 6 {
		miners.Go(func() { s.honest(whole, i) })
	}
	for _, a := range []struct {
		name string
		n    int
		do   func(context.Context, int)
	}{
		{"nobody", 0, nil}, {"churn", 8, s.churn}, {"handshakes", 8, s.handshakes}, {"lines", 8, s.lines},
		{"deaf", 500, s.deaf}, {"deaf over V2", 100, s.deafV2}, {"half handshakes", 3000, s.halves},
		{"10,000 idle", 10_000, s.idle}, {"10,000 at rest", 10_000, s.rest}, {"channels", 300, s.channels},
		{"nobody again", 0, nil},
	} {
		s.mu.Lock()
		s.took, s.wrong, s.lost = nil, nil, 0
		s.mu.Unlock()
		ctx, done := context.WithTimeout(whole, *siegeTime)
		before, most, used := s.rss(), 0, s.cpu()
		var all sync.WaitGroup
		for i := range a.n {
			all.Go(func() { a.do(ctx, i) })
		}
		files := 0
		for ctx.Err() == nil {
			most, files = max(most, s.rss()), max(files, s.files())
			time.Sleep(100 * time.Millisecond)
		}
		done()
		all.Wait()
		used = s.cpu() - used
		s.mu.Lock()
		slices.Sort(s.took)
		n := len(s.took)
		if n == 0 { // none was answered in so short a time
			s.took, n = append(s.took, 0), 1
		}
		t.Logf("%-14s honest: %d shares, p50 %v p99 %v max %v, refused %d, lost %d; "+
			"server: %.1f s of %v, %d MiB before, most %d, files %d",
			a.name, n, s.took[n/2].Round(10*time.Microsecond), s.took[n*99/100].Round(10*time.Microsecond),
			s.took[n-1].Round(10*time.Microsecond), len(s.wrong), s.lost, used, *siegeTime, before, most,
			files)
		if len(s.wrong) > 0 || s.lost > 0 || most > siegeMiB {
			t.Errorf("%s: refused %v, %d connections lost, %d MiB", a.name, s.wrong, s.lost, most)
		}
		s.mu.Unlock()
	}
	enough()
	miners.Wait()
}
