// Package definitions keeps the Prometheus Operator's types among the module's requirements.
package definitions

import (
	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)
