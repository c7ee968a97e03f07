//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/creack/pty"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/packages"
	"github.com/certwiz/certwiz/internal/terminal"
)

// The bars are in docs/performance.md, with what was measured.

// median and 99th percentile of some durations, in milliseconds.
func report(b *testing.B, all []time.Duration) {
	b.Helper()
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	b.ReportMetric(ms(all[len(all)/2]), "ms-median")
	b.ReportMetric(ms(all[min(len(all)-1, len(all)*99/100)]), "ms-p99")
	b.ReportMetric(ms(all[0]), "ms-best")
	b.ReportMetric(0, "ns/op")
}

// bigSwagger is a definition of about so many bytes, in the shape of real ones.
func bigSwagger(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`{
  "swagger": "2.0",
  "info": {"title": "Contoso Invoices", "description": "Writes, sends and finds the invoices of a company, and tells accounting about them.", "version": "1.0",
    "contact": {"name": "Contoso Support", "url": "https://contoso.com/support", "email": "support@contoso.com"}},
  "host": "api.contoso.com", "basePath": "/", "schemes": ["https"], "consumes": ["application/json"], "produces": ["application/json"],
  "paths": {`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `
    "/invoices/%[1]d/{id}": {
      "get": {
        "operationId": "GetInvoice%[1]d", "summary": "Get invoice %[1]d", "description": "Gets one of the invoices of the kind %[1]d by its number.",
        "parameters": [
          {"name": "id", "in": "path", "required": true, "type": "string", "x-ms-summary": "Number", "description": "The number that stands on the invoice.", "x-ms-url-encoding": "single"},
          {"name": "state", "in": "query", "type": "string", "enum": ["open", "paid", "late"], "x-ms-summary": "State", "description": "Only invoices in this state are found."}
        ],
        "responses": {
          "200": {"description": "The invoice", "schema": {"type": "object", "properties": {
            "number": {"type": "string", "x-ms-summary": "Number", "description": "The number that stands on the invoice."},
            "amount": {"type": "number", "format": "double", "x-ms-summary": "Amount", "description": "What is to be paid, taxes included."},
            "due": {"type": "string", "format": "date-time", "x-ms-summary": "Due", "description": "The day by which it is to be paid."},
            "lines": {"type": "array", "description": "What is charged.", "items": {"type": "object", "properties": {
              "what": {"type": "string", "x-ms-summary": "What", "description": "The thing that is charged."},
              "price": {"type": "number", "format": "double", "x-ms-summary": "Price", "description": "The price of one."}}}}}}},
          "404": {"description": "There is no invoice of that number"}
        }
      }
    }`, i)
	}
	b.WriteString("\n  },\n  \"securityDefinitions\": {\"oauth\": {\"type\": \"oauth2\", \"flow\": \"accessCode\", \"authorizationUrl\": \"https://login.contoso.com/authorize\", \"tokenUrl\": \"https://login.contoso.com/token\", \"scopes\": {\"all\": \"all\"}}},\n  \"security\": [{\"oauth\": [\"all\"]}]\n}\n")
	return b.Bytes()
}

// bigConnector is the example with a definition of 1.1 MB, in no clone.
func bigConnector(b *testing.B, swagger int) string {
	b.Helper()
	made, err := example.Make(context.Background(), filepath.Join(b.TempDir(), "made"))
	if err != nil {
		b.Fatal(err)
	}
	if err := example.Mend(made); err != nil {
		b.Fatal(err)
	}
	if swagger > 0 {
		if err := os.WriteFile(filepath.Join(made, "apiDefinition.swagger.json"), bigSwagger(swagger), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return made
}

// raw is a program in a terminal that answers nothing. What comes out of it is
// stamped with the time at which it can be read.
type raw struct {
	b    *testing.B
	cmd  *exec.Cmd
	tty  *os.File
	at   time.Time // of the start
	read chan chunk
}

type chunk struct {
	at   time.Time
	text []byte
}

func start(b *testing.B, dir string, env []string, args ...string) *raw {
	b.Helper()
	r := &raw{b: b, cmd: exec.Command(binary(b), args...), read: make(chan chunk, 1000), at: time.Now()}
	r.cmd.Dir, r.cmd.Env = dir, env
	tty, err := pty.StartWithSize(r.cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	r.tty = tty
	go func() {
		defer close(r.read)
		for {
			buf := make([]byte, 64<<10)
			n, err := tty.Read(buf)
			if err != nil {
				return
			}
			r.read <- chunk{time.Now(), buf[:n]}
		}
	}()
	return r
}

// until waits for a text in what the program writes from now on, and says when
// the frame that holds it was complete.
func (r *raw) until(text string) time.Time {
	r.b.Helper()
	var seen []byte
	limit := time.After(30 * time.Second)
	for {
		select {
		case c, open := <-r.read:
			if !open {
				r.b.Fatalf("the program ended; it wrote %q", seen)
			}
			seen = append(seen, c.text...)
			if at := bytes.Index(seen, []byte(text)); at >= 0 && bytes.Contains(seen[at:], []byte(endOfFrame)) {
				return c.at
			}
		case <-limit:
			r.b.Fatalf("%q does not come; the program wrote %q", text, seen)
		}
	}
}

const endOfFrame = "\x1b[?2026l"

// rest reads until the program has written nothing for a while.
func (r *raw) rest(quiet time.Duration) {
	for {
		select {
		case <-r.read:
		case <-time.After(quiet):
			return
		}
	}
}

func (r *raw) end() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	_ = r.tty.Close()
	for range r.read { //nolint:revive // until the reader has ended
	}
}

// binary is certwiz as it is released: stripped.
func binary(b *testing.B) string {
	b.Helper()
	if released != "" {
		return released
	}
	dir, err := os.MkdirTemp("", "certwiz-bench-")
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "certwiz")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	released = path
	return path
}

var released string

// BenchmarkVersion is the whole process: certwiz --version.
func BenchmarkVersion(b *testing.B) {
	path, env := binary(b), terminal.Env(b)
	var all []time.Duration
	var rss int64
	for b.Loop() {
		cmd := exec.Command(path, "--version")
		cmd.Env = env
		at := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(at))
		rss = max(rss, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	report(b, all)
	b.ReportMetric(float64(rss)/1000, "MB-rss")
}

// BenchmarkPackageCheck is certwiz package check of a package of 110 kB, 100
// operations and an icon of noise, as a whole process.
func BenchmarkPackageCheck(b *testing.B) {
	path, env := binary(b), terminal.Env(b)
	l := packages.Good()
	one := `"/parcels":{"get":`
	var more strings.Builder
	for i := range 100 {
		fmt.Fprintf(&more, `"/parcels%d":{"get":{"operationId":"ListParcels%d","summary":"List parcels %d","description":"Lists the parcels of account %d.","responses":{"200":{"description":"The parcels","schema":{"$ref":"#/definitions/Parcel"}}}}},`, i, i, i, i)
	}
	l.Set(b, "_openapidefinition.json", one, more.String()+one)
	noise := make([]byte, 50_000)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for _, files := range [][]packages.File{l.Connector, l.Flow} {
		for i, f := range files {
			if strings.HasSuffix(f.Name, ".Png") {
				files[i].Data = append(slices.Clone(f.Data), noise...)
			}
		}
	}
	file := filepath.Join(b.TempDir(), "package.zip")
	if err := os.WriteFile(file, l.Pack(b), 0o644); err != nil {
		b.Fatal(err)
	}
	var all []time.Duration
	for b.Loop() {
		cmd := exec.Command(path, "package", "check", file)
		cmd.Env = env
		at := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		all = append(all, time.Since(at))
	}
	report(b, all)
}

// BenchmarkFirstFrame is from the start of the process to its first full frame
// in a terminal that answers nothing.
func BenchmarkFirstFrame(b *testing.B) {
	for name, size := range map[string]int{"example": 0, "1.1MB": 1_100_000} {
		b.Run(name, func(b *testing.B) {
			dir, env := bigConnector(b, size), terminal.Env(b, "CERTWIZ_VAULT=memory")
			var all []time.Duration
			for b.Loop() {
				r := start(b, dir, env)
				all = append(all, r.until("Submit for review").Sub(r.at))
				r.end()
			}
			report(b, all)
		})
	}
}

// BenchmarkKeyPress is from the byte in the terminal to the painted frame, in
// a session with a definition of 1.1 MB.
func BenchmarkKeyPress(b *testing.B) {
	r := start(b, bigConnector(b, 1_100_000), terminal.Env(b, "CERTWIZ_VAULT=memory"))
	defer r.end()
	r.until("locked")
	r.rest(2 * time.Second)
	for range 3 { // to the page Testing, on its second field
		r.key("\x1b[6~")
		r.rest(300 * time.Millisecond)
	}
	r.key("\x1b[5~")
	r.rest(300 * time.Millisecond)
	r.key("\t")
	r.rest(time.Second)
	var all []time.Duration
	for b.Loop() {
		for _, k := range []string{"a", "b", "c", "\x7f", "\x7f", "\x7f"} {
			at := time.Now()
			r.key(k)
			all = append(all, r.until("").Sub(at))
		}
		r.rest(3 * time.Millisecond)
	}
	report(b, all)
}

func (r *raw) key(k string) {
	if _, err := r.tty.WriteString(k); err != nil {
		r.b.Fatal(err)
	}
}

// BenchmarkCheck20 is the whole process: certwiz check of 20 connectors that
// hold 2.33 MB.
func BenchmarkCheck20(b *testing.B) {
	root := b.TempDir()
	small := bigConnector(b, 116_500)
	for i := range 20 {
		dir := filepath.Join(root, fmt.Sprintf("connector-%02d", i))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		for _, name := range []string{"apiDefinition.swagger.json", "apiProperties.json"} {
			data, err := os.ReadFile(filepath.Join(small, name))
			if err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	check(b, root)
}

// BenchmarkCheckCorpus is the whole process: certwiz check of every published
// connector, where the folder with them is at hand.
func BenchmarkCheckCorpus(b *testing.B) {
	check(b, corpus.Root(b))
}

func check(b *testing.B, root string) {
	b.Helper()
	var size int64
	_ = filepath.WalkDir(root, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if info, err := e.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	path, env := binary(b), terminal.Env(b)
	var all []time.Duration
	var rss int64
	for b.Loop() {
		cmd := exec.Command(path, "check", root)
		cmd.Env = env
		at := time.Now()
		out, err := cmd.Output()
		all = append(all, time.Since(at))
		if code := cmd.ProcessState.ExitCode(); code > 1 && code != 3 || len(out) == 0 {
			b.Fatalf("%v\n%s", err, out)
		}
		rss = max(rss, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	report(b, all)
	b.ReportMetric(float64(rss)/1000, "MB-rss")
	b.ReportMetric(float64(size)/1e6, "MB-files")
}

// BenchmarkMemory is what a session with a definition of 1.1 MB holds, at rest
// and at its highest.
func BenchmarkMemory(b *testing.B) {
	dir, env := bigConnector(b, 1_100_000), terminal.Env(b, "CERTWIZ_VAULT=memory")
	for b.Loop() {
		r := start(b, dir, env)
		r.until("locked")
		r.rest(time.Second)
		for range 40 {
			r.key("\t")
			r.rest(5 * time.Millisecond)
		}
		r.rest(time.Second)
		b.ReportMetric(float64(status(b, r.cmd.Process.Pid, "VmRSS"))/1000, "MB-rss")
		b.ReportMetric(float64(status(b, r.cmd.Process.Pid, "VmHWM"))/1000, "MB-highest")
		b.ReportMetric(0, "ns/op")
		r.end()
	}
}

// BenchmarkIdle is what a session costs that nobody touches for 10 s.
func BenchmarkIdle(b *testing.B) {
	dir, env := bigConnector(b, 1_100_000), terminal.Env(b, "CERTWIZ_VAULT=memory")
	for b.Loop() {
		r := start(b, dir, env)
		r.until("locked")
		r.rest(3 * time.Second)
		pid := r.cmd.Process.Pid
		ticks, switches := cpuTicks(b, pid), wakeUps(b, pid)
		time.Sleep(10 * time.Second)
		b.ReportMetric(float64(cpuTicks(b, pid)-ticks)*10/10, "ms-cpu/s") // a tick is 10 ms
		b.ReportMetric(float64(wakeUps(b, pid)-switches)/10, "wake-ups/s")
		b.ReportMetric(0, "ns/op")
		r.end()
	}
}

// BenchmarkBinary is the size of the program as it is released.
func BenchmarkBinary(b *testing.B) {
	info, err := os.Stat(binary(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() { //nolint:revive // there is nothing to repeat
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	b.ReportMetric(0, "ns/op")
}

// status is a line of /proc/PID/status, in its own unit.
func status(b *testing.B, pid int, name string) int {
	b.Helper()
	return statusOf(b, fmt.Sprintf("/proc/%d/status", pid), name)
}

func statusOf(b *testing.B, path, name string) int {
	b.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return n
		}
	}
	b.Fatalf("%s has no %s", path, name)
	return 0
}

// cpuTicks is user and system time of a process.
func cpuTicks(b *testing.B, pid int) int {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}

// wakeUps counts how often the process' threads began to wait, which each of
// them does once after every time it was woken.
func wakeUps(b *testing.B, pid int) int {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	sum := 0
	for _, t := range threads {
		sum += statusOf(b, t, "voluntary_ctxt_switches")
	}
	return sum
}

// BenchmarkIcon keeps the largest icon that is allowed from slowing the page
// that shows it: a frame may not decode it anew.
func BenchmarkIcon(b *testing.B) {
	dir := bigConnector(b, 0)
	img := image.NewNRGBA(image.Rect(0, 0, 230, 230))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7919)
	}
	img.Set(0, 0, color.NRGBA{0x1f, 0x6f, 0xeb, 0xff})
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "icon.png"), buf.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
	r := start(b, dir, terminal.Env(b, "CERTWIZ_VAULT=memory"))
	defer r.end()
	r.until("locked")
	r.rest(time.Second)
	var all []time.Duration
	for b.Loop() {
		for _, k := range []string{"\x1b[B", "\x1b[A"} {
			at := time.Now()
			r.key(k)
			all = append(all, r.until("").Sub(at))
			r.rest(3 * time.Millisecond)
		}
	}
	report(b, all)
}
