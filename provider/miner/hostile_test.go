package miner

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/stratum"
)

// dial is a connection that is closed with the test.
func dial(t testing.TB, at string) net.Conn {
	t.Helper()
	nc, err := net.Dial("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	return nc
}

// ended waits until the other side has closed a connection, and gives what it said.
func ended(t *testing.T, nc net.Conn, within time.Duration) []byte {
	t.Helper()
	nc.SetReadDeadline(time.Now().Add(within))
	b, err := io.ReadAll(nc)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("not closed within %v", within)
	}
	return b
}

// ESP-Miner's first three messages arrive in one piece, and byte by byte; the answers are the same.
func TestPieces(t *testing.T) {
	s := begin(t, nil)
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	const burst = `{"id": 1, "method": "mining.configure", "params": [["version-rolling"], {"version-rolling.mask": "ffffffff"}]}` + "\n" +
		`{"id": 2, "method": "mining.subscribe", "params": ["bitaxe/BM1370/v2.4.0"]}` + "\r\n" +
		`{"id": 3, "method": "mining.authorize", "params": ["farm.esp", "x"]}` + "\n"
	for _, size := range []int{len(burst), 1, 7} {
		nc := dial(t, s.v1)
		for at := 0; at < len(burst); at += size {
			if _, err := io.WriteString(nc, burst[at:min(at+size, len(burst))]); err != nil {
				t.Fatal(err)
			}
		}
		in := bufio.NewReader(nc)
		for _, want := range []string{`{"id":1,"result":{"version-rolling":true`, `{"id":2,"result":[[[`, `{"id":3,"result":true`,
			`{"id":null,"method":"mining.set_difficulty"`, `{"id":null,"method":"mining.notify"`} {
			line, err := in.ReadString('\n')
			if err != nil || !strings.HasPrefix(line, want) {
				t.Fatalf("in pieces of %d: %s, want %s, %v", size, line, want, err)
			}
		}
	}
}

// Each hostile client costs a bounded amount and is gone; an honest miner beside all of them loses nothing.
func TestHostile(t *testing.T) {
	s := begin(t, func(o *Options) {
		o.Limits = Limits{
			PerAddress: 60, Outgoing: 16 << 10, PerSecond: 400, Bad: 20, First: 3 * time.Second, Rest: time.Second,
			Write: time.Second,
		}
		o.Interval = 200 * time.Millisecond
	})
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var honest sync.WaitGroup
	var slowest, shares atomic.Int64
	honest.Go(func() {
		tally, err := swarm.MineV1(ctx, s.v1, swarm.Options{User: "farm.honest", Rate: 50_000, Answered: func(one swarm.Share, why string) {
			if why != "" {
				t.Errorf("the honest miner is refused: %s", why)
			}
			slowest.Store(max(slowest.Load(), int64(time.Since(one.Sent))))
			shares.Add(1)
		}})
		if err != nil {
			t.Errorf("the honest miner: %+v, %v", tally, err)
		}
	})
	hello := `{"id":1,"method":"mining.subscribe","params":[]}` + "\n" + `{"id":2,"method":"mining.authorize","params":["farm.h","x"]}` + "\n"
	submit := `{"id":3,"method":"mining.submit","params":["farm.h","0000000109","0000000000000000","00000000","00000000"]}` + "\n"
	var all sync.WaitGroup
	attack := func(name string, f func(*testing.T)) {
		all.Go(func() { t.Run(name, f) })
	}
	attack("half a line", func(t *testing.T) {
		nc := dial(t, s.v1)
		io.WriteString(nc, `{"id":1,"method":"min`)
		ended(t, nc, 10*time.Second)
	})
	attack("a byte now and then", func(t *testing.T) {
		nc := dial(t, s.v1)
		began := time.Now()
		for range 100 {
			if _, err := io.WriteString(nc, "{"); err != nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		if time.Since(began) > 8*time.Second {
			t.Error("it goes on for ever")
		}
	})
	attack("a line without an end", func(t *testing.T) {
		nc := dial(t, s.v1)
		nc.Write(bytes.Repeat([]byte("x"), 1<<20))
		ended(t, nc, 10*time.Second)
	})
	attack("deep", func(t *testing.T) {
		nc := dial(t, s.v1)
		io.WriteString(nc, `{"id":`+strings.Repeat("[", 4000)+"\n")
		ended(t, nc, 10*time.Second)
	})
	attack("nobody", func(t *testing.T) {
		nc := dial(t, s.v1)
		io.WriteString(nc, `{"id":1,"method":"mining.subscribe","params":[]}`+"\n")
		ended(t, nc, 15*time.Second)
	})
	attack("the same again and again", func(t *testing.T) {
		nc := dial(t, s.v1)
		io.WriteString(nc, hello)
		go func() {
			for range 200 {
				if _, err := io.WriteString(nc, submit); err != nil {
					return
				}
			}
		}()
		if said := ended(t, nc, 10*time.Second); bytes.Count(said, []byte(`"error":[2`)) > 25 {
			t.Errorf("%d refusals before it was closed", bytes.Count(said, []byte(`"error":[2`)))
		}
	})
	attack("never reads", func(t *testing.T) {
		nc := dial(t, s.v1)
		nc.(*net.TCPConn).SetReadBuffer(1024)
		io.WriteString(nc, hello)
		ask := bytes.Repeat([]byte(`{"id":1,"method":"mining.ping","params":[]}`+"\n"), 500)
		began := time.Now()
		for time.Since(began) < 20*time.Second {
			nc.SetWriteDeadline(time.Now().Add(5 * time.Second))
			if _, err := nc.Write(ask); err != nil {
				return
			}
		}
		t.Error("it goes on for ever")
	})
	attack("half a handshake", func(t *testing.T) {
		nc := dial(t, s.v2)
		nc.Write(make([]byte, 40))
		ended(t, nc, 10*time.Second)
	})
	attack("noise behind the handshake", func(t *testing.T) {
		nc := dial(t, s.v2)
		nc.Write(bytes.Repeat([]byte{7}, 200))
		if said := ended(t, nc, 10*time.Second); len(said) != stratum.Act2Size && len(said) != 0 {
			t.Errorf("%d bytes were said", len(said))
		}
	})
	attack("an absurd frame", func(t *testing.T) {
		c, err := swarm.DialV2(ctx, s.v2, s.key)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.Send(&stratum.SetTarget{}) // before the setup
		if _, err := c.Receive(); err == nil {
			t.Error("it is answered")
		}
	})
	attack("a long frame", func(t *testing.T) {
		c, err := swarm.DialV2(ctx, s.v2, s.key)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.Send(long{})
		if _, err := c.Receive(); err == nil {
			t.Error("it is answered")
		}
	})
	all.Wait()
	var conns []net.Conn
	for range 100 { // more than an address may have
		conns = append(conns, dial(t, s.v1))
	}
	time.Sleep(200 * time.Millisecond)
	if c := s.Counts(); c.Connections > 60 || c.TurnedAway < 30 {
		t.Errorf("%+v", c)
	}
	for _, nc := range conns {
		nc.Close()
	}
	cancel()
	honest.Wait()
	t.Logf("the honest miner: %d shares, the slowest answered after %v; %+v", shares.Load(), time.Duration(slowest.Load()), s.Counts())
	if shares.Load() < 10 {
		t.Errorf("the honest miner made %d shares", shares.Load())
	}
}

// TestNeverReadsOverV2: who opens all channels that he may, asks for work and reads none of it is gone
// when as much waits for him as may, or a write has waited long enough; whoever reads gets each job
// meanwhile.
func TestNeverReadsOverV2(t *testing.T) {
	s := begin(t, func(o *Options) {
		o.Limits = Limits{Outgoing: 16 << 10, PerSecond: 1 << 20, Write: 500 * time.Millisecond}
	})
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	nc := dial(t, s.v2)
	flooded := make(chan error, 1)
	go func() { flooded <- flood(nc, s.key) }()
	r := &replayer{}
	r.comes(t, s, false)
	his, since := 0, time.Now()
	for n := byte(2); ; n++ {
		now, ready := s.channels()
		if his = max(his, now-1); his > 0 && ready && now == 1 { // the reader's
			break
		}
		if err := s.SetTemplate(template(n)); err != nil {
			t.Fatal(err)
		}
		r.frame(t, stratum.TypeSetNewPrevHash)
		for !strings.Contains(r.line(t), "mining.notify") {
		}
		if time.Since(since) > patience {
			t.Fatalf("he had %d channels, %d are there: %v", his, now, ready)
		}
	}
	t.Logf("he opened %d channels, and was gone after %v", his, time.Since(since))
	nc.Close()
	if err := <-flooded; err == nil {
		t.Error("nothing has failed")
	}
}

// channels is how many channels there are, and whether every connection of V2 has one.
func (s *site) channels() (n int, ready bool) {
	for _, c := range s.door.all() {
		c.mu.Lock()
		v1, has := c.v1 != nil, c.v2 != nil && c.v2.Ready()
		c.mu.Unlock()
		switch {
		case has:
			s.door.mu.Lock()
			n += int(c.places)
			s.door.mu.Unlock()
		case !v1:
			return n, false
		}
	}
	return n, true
}

// flood opens many channels on a connection and asks for another level of one again and again, each
// time with an answer of work, until it is closed. It reads nothing of it.
func flood(nc net.Conn, authority [32]byte) error {
	nc.(*net.TCPConn).SetReadBuffer(1 << 10)
	key, err := stratum.NewKey([32]byte{31: 9}, rand.Reader)
	if err != nil {
		return err
	}
	i := stratum.NewInitiator(key)
	act1 := i.Act1()
	if _, err := nc.Write(act1[:]); err != nil {
		return err
	}
	var act2 [stratum.Act2Size]byte
	if _, err := io.ReadFull(nc, act2[:]); err != nil {
		return err
	}
	both, err := i.Finish(act2, authority, uint32(time.Now().Unix()))
	if err != nil {
		return err
	}
	most := [32]byte(bytes.Repeat([]byte{0xff}, 32))
	say := func(m stratum.Message) {
		if err == nil {
			_, err = nc.Write(both.ToServer.Seal(nil, stratum.AppendMessage(nil, m)))
		}
	}
	say(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
	for range 250 {
		say(&stratum.OpenChannel{Extended: true, User: "farm.h", MaxTarget: most})
	}
	for n := 0; err == nil; n++ {
		say(&stratum.UpdateChannel{Channel: 2, Hashrate: float32(int(1) << (10 + n%2*10)), MaxTarget: most})
	}
	return err
}

// long is a message of a megabyte.
type long struct{}

func (long) Type() stratum.Type     { return stratum.TypeSetupConnection }
func (long) Append(b []byte) []byte { return append(b, make([]byte, 1<<20)...) }

// Closing with miners on it ends everything, and what was acknowledged is kept.
func TestClose(t *testing.T) {
	s := begin(t, nil)
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	accepted := map[[32]byte]bool{}
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() {
			swarm.MineV1(context.Background(), s.v1, swarm.Options{User: fmt.Sprint("f.", i), Rate: 1e5, Answered: func(one swarm.Share, why string) {
				mu.Lock()
				accepted[one.Hash] = accepted[one.Hash] || why == ""
				mu.Unlock()
			}})
		})
	}
	for since := time.Now(); time.Since(since) < patience; time.Sleep(time.Millisecond) {
		mu.Lock()
		n := len(accepted)
		mu.Unlock()
		if n >= 3 {
			break
		}
	}
	kept := s.segments()
	all.Wait()
	for hash, ok := range accepted {
		if ok && !kept[hash] {
			t.Errorf("share %x was acknowledged and is not kept", hash)
		}
	}
	if len(kept) < 3 {
		t.Errorf("%d shares", len(kept))
	}
}
