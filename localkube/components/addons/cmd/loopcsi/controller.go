// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// controller creates, grows and deletes volumes and snapshots; it runs once, beside the control plane.
type controller struct {
	csi.UnimplementedControllerServer
	volumes *store
	mutex   sync.Mutex
}

func (c *controller) ControllerGetCapabilities(
	context.Context, *csi.ControllerGetCapabilitiesRequest,
) (*csi.ControllerGetCapabilitiesResponse, error) {
	answer := &csi.ControllerGetCapabilitiesResponse{}
	for _, kind := range []csi.ControllerServiceCapability_RPC_Type{
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME,
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_SNAPSHOT,
		csi.ControllerServiceCapability_RPC_LIST_SNAPSHOTS,
		csi.ControllerServiceCapability_RPC_EXPAND_VOLUME,
		csi.ControllerServiceCapability_RPC_CLONE_VOLUME,
		csi.ControllerServiceCapability_RPC_SINGLE_NODE_MULTI_WRITER,
	} {
		answer.Capabilities = append(answer.Capabilities, &csi.ControllerServiceCapability{
			Type: &csi.ControllerServiceCapability_Rpc{Rpc: &csi.ControllerServiceCapability_RPC{Type: kind}},
		})
	}
	return answer, nil
}

func (c *controller) CreateVolume(
	_ context.Context, request *csi.CreateVolumeRequest,
) (*csi.CreateVolumeResponse, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	entry, err := c.volumes.load(request.GetName())
	if status.Code(err) == codes.NotFound {
		entry, err = c.create(request)
	}
	if err != nil {
		return nil, err
	}
	return &csi.CreateVolumeResponse{Volume: &csi.Volume{
		VolumeId:      entry.ID,
		CapacityBytes: entry.Size,
		ContentSource: request.GetVolumeContentSource(),
	}}, nil
}

// create fills the image before it writes the record: only a finished volume has one.
func (c *controller) create(request *csi.CreateVolumeRequest) (*record, error) {
	entry := &record{
		ID:      request.GetName(),
		Size:    roundUp(request.GetCapacityRange().GetRequiredBytes()),
		Created: time.Now(),
	}
	fill := c.volumes.format
	if origin := sourceOf(request.GetVolumeContentSource()); origin != "" {
		fill = func(id string, size int64) error { return c.restore(origin, id, size) }
	}
	if err := fill(entry.ID, entry.Size); err != nil {
		return nil, err
	}
	return entry, c.volumes.create(entry)
}

func sourceOf(source *csi.VolumeContentSource) string {
	if snapshot := source.GetSnapshot().GetSnapshotId(); snapshot != "" {
		return snapshot
	}
	return source.GetVolume().GetVolumeId()
}

// restore copies an image to a new one of at least its size; the file system grows when it is first staged.
func (c *controller) restore(origin, id string, size int64) error {
	source, err := c.volumes.load(origin)
	if err != nil {
		return err
	}
	if source.Size > size {
		return status.Errorf(codes.OutOfRange, "%s holds %d bytes, the new volume only %d", origin, source.Size, size)
	}
	if err := c.volumes.copyFrozen(source, id); err != nil {
		return err
	}
	return os.Truncate(c.volumes.image(id), size)
}

func (c *controller) DeleteVolume(
	_ context.Context, request *csi.DeleteVolumeRequest,
) (*csi.DeleteVolumeResponse, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	id := request.GetVolumeId()
	devices, err := c.volumes.attached(id)
	if err != nil {
		return nil, err
	}
	if devices != "" {
		return nil, status.Errorf(codes.FailedPrecondition, "volume %s is in use by %s", id, devices)
	}
	return &csi.DeleteVolumeResponse{}, c.volumes.remove(id)
}

func (c *controller) ControllerExpandVolume(
	_ context.Context, request *csi.ControllerExpandVolumeRequest,
) (*csi.ControllerExpandVolumeResponse, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	entry, err := c.volumes.update(request.GetVolumeId(), func(entry *record) error {
		entry.Size = max(entry.Size, roundUp(request.GetCapacityRange().GetRequiredBytes()))
		return os.Truncate(c.volumes.image(entry.ID), entry.Size)
	})
	if err != nil {
		return nil, err
	}
	return &csi.ControllerExpandVolumeResponse{CapacityBytes: entry.Size, NodeExpansionRequired: true}, nil
}

func (c *controller) ValidateVolumeCapabilities(
	_ context.Context, request *csi.ValidateVolumeCapabilitiesRequest,
) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	if _, err := c.volumes.load(request.GetVolumeId()); err != nil {
		return nil, err
	}
	return &csi.ValidateVolumeCapabilitiesResponse{
		Confirmed: &csi.ValidateVolumeCapabilitiesResponse_Confirmed{
			VolumeCapabilities: request.GetVolumeCapabilities(),
		},
	}, nil
}
