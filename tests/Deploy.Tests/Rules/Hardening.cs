using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

internal static class Hardening
{
    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var account in desk.OfKind("ServiceAccount").Where(a => a.Flag("/automountServiceAccountToken") != false))
        {
            yield return $"ServiceAccount {account.Text("/metadata/name")}: automountServiceAccountToken must be false.";
        }

        foreach (var (service, deployment) in desk.Deployments())
        {
            var pod = deployment.At(Deployments.Pod);
            var wrong = new List<string>();
            void Must(bool holds, string text)
            {
                if (!holds)
                {
                    wrong.Add($"{service.Name}: {text}.");
                }
            }

            Must(pod.Flag("/automountServiceAccountToken") == false, "the pod must not mount a token");
            Must(pod.Flag("/securityContext/runAsNonRoot") == true, "runAsNonRoot must be true");
            Must(pod.Number("/securityContext/runAsUser") > 0, "runAsUser must be a number other than root's");
            Must(pod.Text("/securityContext/seccompProfile/type") == "RuntimeDefault", "the seccomp profile must be RuntimeDefault");
            foreach (var host in (string[])["hostNetwork", "hostPID", "hostIPC"])
            {
                Must(pod.Flag($"/{host}") is null or false, $"{host} must not be shared");
            }

            Must(pod.Items("/volumes").All(v => v.At("/hostPath") is null), "a volume of the node is mounted");
            foreach (var container in deployment.AllContainers())
            {
                var name = container.Text("/name");
                Must(container.Flag("/securityContext/readOnlyRootFilesystem") == true, $"{name}: the root file system must be read-only");
                Must(container.Flag("/securityContext/allowPrivilegeEscalation") == false, $"{name}: allowPrivilegeEscalation must be false");
                Must(container.Flag("/securityContext/privileged") is null or false, $"{name}: privileged");
                Must(
                    container.At("/securityContext/capabilities") is JsonObject c && c["add"] is null && c.Items("/drop").Any(d => d.GetValue<string>() == "ALL"),
                    $"{name}: all capabilities must be dropped");
                foreach (var amount in (string[])["requests/cpu", "requests/memory", "limits/cpu", "limits/memory"])
                {
                    Must(container.At($"/resources/{amount}") is not null, $"{name}: no resources/{amount}");
                }

                var image = Image.Parse(container.Text("/image") ?? "");
                Must(image.Tag is not ("" or "latest"), $"{name}: the image needs a version");

                // Without it, whatever writes a temporary file fails on the read-only root.
                var temporary = container.Items("/volumeMounts").SingleOrDefault(m => m.Text("/mountPath") == "/tmp").Text("/name");
                Must(
                    pod.Items("/volumes").Any(v => v.Text("/name") == temporary && v.At("/emptyDir/sizeLimit") is not null),
                    $"{name}: /tmp must be an emptyDir with a size limit");
            }

            foreach (var part in service.IsPages ? [] : (string[])["sidecar-cpu-limit", "sidecar-memory-limit", "sidecar-cpu-request", "sidecar-memory-request"])
            {
                Must(deployment.Annotation(part) is not null, $"no dapr.io/{part}");
            }

            Must(service.IsPages || deployment.Annotation("sidecar-seccomp-profile-type") == "RuntimeDefault", "the sidecar's seccomp profile must be RuntimeDefault");
            var policy = desk.Find("NetworkPolicy", service.Name);
            Must(
                policy.Items("/spec/policyTypes").Select(t => t.GetValue<string>()).Order().SequenceEqual(["Egress", "Ingress"]),
                "its NetworkPolicy must govern both directions");
            foreach (var problem in wrong)
            {
                yield return problem;
            }
        }
    }
}
