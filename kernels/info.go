package kernels

// SetInfo describes a kernel set.
type SetInfo struct {
	Name               string
	TileRows, TileCols int  // tile of C held in registers
	KBlock             int  // products in one chain of fused multiply-adds
	NC                 int  // columns of a packed block of B
	Exact              bool // Sgemm keeps the same-bits promise on this build
}

// Info describes the usable set of that name. It panics if there is none: see Names.
func Info(name string) SetInfo {
	for _, kn := range available {
		if kn.name == name {
			return SetInfo{kn.name, kn.mr, kn.nr, KBlock, kn.nc, kn.name != "generic" || Fused()}
		}
	}
	panic("kernels: Info: no such set")
}
