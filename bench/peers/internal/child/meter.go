package child

import (
	"sync"
	"time"

	"lanes/bench/peers/internal/contender"
	"lanes/kernels"
)

// meter measures what the machine can do: its rate of fused multiply-adds and the
// rate at which it reads memory.
type meter struct {
	threads int
	set     string // whose multiply-adds are measured; reading takes the best set
	data    []float32
	sink    float32
}

func newMeter(c contender.Config) (*meter, error) {
	set := contender.Sets(c.ISA)[0]
	return &meter{threads: c.Threads, set: set}, kernels.Use(set)
}

// together runs f on as many goroutines as there are threads and waits for all.
func (m *meter) together(f func(i int)) {
	var wg sync.WaitGroup
	for i := 1; i < m.threads; i++ {
		wg.Go(func() { f(i) })
	}
	f(0)
	wg.Wait()
}

// peak returns the GFLOP/s of multiply-adds on registers, of all threads together.
func (m *meter) peak(d time.Duration) float64 {
	use(m.set)
	rates := make([]float64, m.threads)
	m.together(func(i int) { rates[i] = kernels.FMAPeak(d) })
	sum := 0.0
	for _, r := range rates {
		sum += r
	}
	return sum
}

// use switches to a set that is known to be usable.
func use(set string) {
	if err := kernels.Use(set); err != nil {
		panic(err)
	}
}

// read returns the GB/s at which so many bytes are read again and again for 200 µs
// or once, the threads sharing them, by summing: once warm, what is left in the
// caches by then may stay there, as it may for a product.
func (m *meter) read(bytes int) float64 {
	use(kernels.Names()[0])
	n := max(bytes/4, 64)
	if len(m.data) != n {
		m.data = make([]float32, n)
		for i := range m.data {
			m.data[i] = 1
		}
	}
	part := (n + m.threads - 1) / m.threads
	sums := make([]float32, m.threads)
	once := func() {
		m.together(func(i int) { sums[i] += kernels.Sum(m.data[min(i*part, n):min((i+1)*part, n)]) })
	}
	once()
	passes, start := 0, time.Now()
	for time.Since(start) < 200*time.Microsecond || passes == 0 {
		once()
		passes++
	}
	seconds := time.Since(start).Seconds()
	m.sink += sums[0]
	return float64(passes) * 4 * float64(n) / seconds * 1e-9
}
