{{- define "tenko.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end }}

{{- define "tenko.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "tenko.labels" -}}
{{ include "tenko.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "tenko.image" -}}
{{- $repository := required "Set image.repository to where you push the image" .Values.image.repository }}
{{- if .Values.image.digest }}{{ $repository }}@{{ .Values.image.digest }}
{{- else }}{{ $repository }}:{{ default .Chart.AppVersion .Values.image.tag }}{{ end }}
{{- end }}

{{/* The secrets of a role, as a map of names: {root, role} */}}
{{- define "tenko.secrets" -}}
{{- $secrets := .root.Values.secrets }}
{{- if eq .role "migrate" }}
{{- $secrets = default (pick .root.Values.secrets "DATABASE_URL" "DATABASE_DIRECT_URL") .root.Values.migrate.secrets }}
{{- end }}
{{- toYaml $secrets }}
{{- end }}

{{/* What every pod has: {root, role} */}}
{{- define "tenko.podSpec" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  seccompProfile: { type: RuntimeDefault }
  {{- with (index .root.Values .role).fsGroup }}
  fsGroup: {{ int64 . }}
  {{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: { medium: Memory, sizeLimit: 64Mi }
  - name: secrets
    projected:
      sources:
        {{- range $name, $from := include "tenko.secrets" . | fromYaml }}
        - secret:
            name: {{ $from.existingSecret }}
            items: [{ key: {{ $from.key | quote }}, path: {{ $name }} }]
        {{- end }}
        {{- if ne .role "migrate" }}
        {{- with .root.Values.azureCertificate }}
        {{- if .existingSecret }}
        - secret:
            name: {{ .existingSecret }}
            items: [{ key: {{ .key | quote }}, path: azure-certificate.pem }]
        {{- end }}
        {{- end }}
        {{- end }}
        {{- with .root.Values.trustedAuthorities }}
        {{- if .existingConfigMap }}
        - configMap:
            name: {{ .existingConfigMap }}
            items: [{ key: {{ .key | quote }}, path: trusted-authorities.pem }]
        {{- end }}
        {{- end }}
  {{- with (index .root.Values .role).extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* What every container has: {root, role} */}}
{{- define "tenko.container" -}}
name: {{ .role }}
image: {{ include "tenko.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .role }}]
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
env:
  {{- range $name, $from := include "tenko.secrets" . | fromYaml }}
  - { name: {{ $name }}_FILE, value: /run/secrets/tenko/{{ $name }} }
  {{- end }}
  {{- if ne .role "migrate" }}
  {{- range $name, $value := .root.Values.settings }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
  {{- if .root.Values.azureCertificate.existingSecret }}
  - { name: AZURE_CLIENT_CERTIFICATE_PATH, value: /run/secrets/tenko/azure-certificate.pem }
  {{- end }}
  {{- end }}
  {{- if .root.Values.trustedAuthorities.existingConfigMap }}
  - { name: NODE_EXTRA_CA_CERTS, value: /run/secrets/tenko/trusted-authorities.pem }
  {{- end }}
  {{- if eq .role "web" }}
  - { name: TENKO_STOP_DELAY_SECONDS, value: {{ .root.Values.web.stopDelaySeconds | quote }} }
  {{- end }}
  {{- if eq .role "worker" }}
  {{- if .root.Values.monitoring.serviceMonitor.enabled }}
  - { name: TENKO_WORKER_METRICS_PORT, value: {{ .root.Values.monitoring.workerMetricsPort | quote }} }
  - { name: TENKO_WORKER_METRICS_HOST, value: 0.0.0.0 }
  {{- end }}
  {{- end }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  - { name: secrets, mountPath: /run/secrets/tenko, readOnly: true }
  {{- with (index .root.Values .role).extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Pods of a role on different nodes and in different zones, where that is possible: {root, role} */}}
{{- define "tenko.spread" -}}
{{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- topologyKey: {{ $key }}
  maxSkew: 1
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "tenko.selector" $.root | nindent 6 }}
      app.kubernetes.io/component: {{ $.role }}
{{- end }}
{{- end }}
