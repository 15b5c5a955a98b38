package kernels

import (
	"sync"
	"testing"
)

// TestWorkspaceBound: what Sgemm keeps is bounded, whatever the sizes are.
func TestWorkspaceBound(t *testing.T) {
	kn := active.Load()
	if !kn.blocked {
		t.Skip("has no workspace")
	}
	var all []*workspace
	var jobs []*job
	defer func(old, oldJobs func() any) {
		workspaces, jobsPool = sync.Pool{New: old}, sync.Pool{New: oldJobs}
	}(workspaces.New, jobsPool.New)
	var mu sync.Mutex
	workspaces = sync.Pool{New: func() any {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, new(workspace))
		return all[len(all)-1]
	}}
	jobsPool = sync.Pool{New: func() any {
		mu.Lock()
		defer mu.Unlock()
		jobs = append(jobs, new(job))
		return jobs[len(jobs)-1]
	}}
	const most = 1 << 23
	x, c := make([]float32, most), make([]float32, most)
	defer SetWorkers(0)
	for _, s := range [][3]int{{1, 1, most}, {8, 24, 80_000}, {1, 100_000, 20}, {100_000, 1, 20}, {3, 4, 500_000}, {4, 100_000, 20}, {100_000, 4, 20}, {10, 100_000, 16}, {100_000, 10, 16},
		{10, 10, 100_000}, {17, 32, most / 32}, {32, 32, 16_000}, {10, 4000, 300}, {4000, 10, 300}, {40, 1300, 300}, {1300, 40, 300}, {400, 1000, 40}, {1000, 1000, 5}, {900, 900, 20}} {
		m, n, k := s[0], s[1], s[2]
		for v := range 8 {
			if v%4 > 0 && m*n*k > 1<<24 || testing.Short() && m*n*k > 1<<25 {
				continue // by A and B as they are
			}
			SetWorkers(1 + v/4)
			g := sgemmCase{v&1 != 0, v&2 != 0, m, n, k, 0, 1, 0}
			lda, ldb, ldc := g.lds()
			kn.sgemm(Exact, nil, g.ta, g.tb, m, n, k, 1, x, lda, x, ldb, 0, c, ldc)
		}
	}
	for _, ws := range all {
		if bytes := 4 * (cap(ws.a) + cap(ws.b) + cap(ws.c) + cap(ws.s)); bytes > 3<<19 {
			t.Errorf("a workspace of %d bytes: %d, %d, %d and %d elements", bytes, cap(ws.a), cap(ws.b), cap(ws.c), cap(ws.s))
		}
	}
	for _, j := range jobs {
		if cap(j.sums) > depthSums {
			t.Errorf("a job of %d elements", cap(j.sums))
		}
	}
	if len(all) == 0 || len(jobs) == 0 {
		t.Error("nothing was kept")
	}
}
