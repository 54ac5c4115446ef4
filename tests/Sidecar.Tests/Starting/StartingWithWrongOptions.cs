using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Starting;

public sealed class StartingWithWrongOptions
{
    [Fact]
    public async Task Names_the_process_that_holds_the_data_directory()
    {
        await using var bed = await Bed.StartAsync(Bed.Publisher());

        var refused = await Assert.ThrowsAsync<SidecarStartException>(() => SidecarHost.StartAsync(bed.Options));

        Assert.Contains($"is in use by another sidecar (process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_port_that_is_taken()
    {
        await using var bed = await Bed.StartAsync(Bed.Publisher());
        var port = bed.Host.PortsOf("publisher").Http;

        var refused = await Assert.ThrowsAsync<SidecarStartException>(() => Bed.StartAsync(new SidecarApp("b", [], AppProtocol.Http, port, 0)));

        Assert.Contains($"app 'b': port {port} (HTTP)", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{policy: sometimes}", "policies.retries.event.policy is 'sometimes', not constant or exponential")]
    [InlineData("{duration: 5}", "policies.retries.event.duration is '5', not a duration")]
    [InlineData("{maxRetries: -2}", "maxRetries is '-2'")]
    [InlineData("{maxRetrys: 3}", "maxRetrys is not a member of a retry policy")]
    [InlineData("{matching: {httpStatusCodes: '5xx'}}", "has '5xx', not a code")]
    public async Task Names_file_line_and_member_of_a_wrong_policy(string retry, string complaint)
    {
        var refused = await Assert.ThrowsAsync<SidecarStartException>(() => Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy(retry) }, Bed.Publisher()));

        Assert.Contains("file.yaml, line 8", refused.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_targets_outside_of_spec()
    {
        var file = Bed.File("kind: Resiliency\nspec: {policies: {}}\ntargets: {components: {}}\n");

        var refused = await Assert.ThrowsAsync<SidecarStartException>(() => Bed.StartAsync(o => o with { ResiliencyFile = file }, Bed.Publisher()));

        Assert.Contains("targets belongs inside spec", refused.Message, StringComparison.Ordinal);
    }
}
