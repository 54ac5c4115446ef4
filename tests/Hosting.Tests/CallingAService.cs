using CoretimeDesk.Rehearsal.V1;
using Grpc.Core;

namespace CoretimeDesk.Hosting.Tests;

public sealed class CallingAService
{
    private static readonly OrderRequest Good = new()
    {
        RequestId = "018f2c3e-7b1a-7c55-9c21-3f0c6a4be001", Name = "Acme", Segment = Segment.Startup, PageSize = 10, MainLine = new() { Sku = "core" },
    };

    [Fact]
    public async Task A_permitted_caller_gets_an_answer()
    {
        await using var host = await RehearsalHost.StartAsync();
        var answer = await host.Client.OrderAsync(Good, host.As(Role.Rep));
        Assert.Equal("Acme", answer.Name);
    }

    [Fact]
    public async Task Without_a_token_it_answers_token_missing()
    {
        await using var host = await RehearsalHost.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.OrderAsync(Good));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        Assert.Equal("TOKEN_MISSING", Refusals.ReasonOf(failure));
    }

    [Fact]
    public async Task The_wrong_role_is_told_which_roles_may()
    {
        await using var host = await RehearsalHost.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.OrderAsync(Good, host.As(Role.Partner)));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        var refusal = Refusals.RefusalOf(failure)!;
        Assert.Equal("rep, team_lead", refusal.Facts["roles_allowed"]);
        Assert.Equal("coretimedesk.rehearsal.v1.RehearsalService/Order is for rep, team_lead; you are partner.", refusal.Message);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_said_at_once()
    {
        await using var host = await RehearsalHost.StartAsync();
        var request = new OrderRequest { RequestId = "7", Name = new string('x', 21), Segment = (Segment)9, PageSize = 501, Lines = { new Line(), new Line(), new Line() } };
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.OrderAsync(request, host.As(Role.Rep)));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            """
            request_id: is not a UUID such as 018f2c3e-7b1a-7c55-9c21-3f0c6a4be001.
            name: is 21 characters long; at most 20 are allowed.
            segment: has the unknown value 9; one of SEGMENT_STARTUP, SEGMENT_ENTERPRISE.
            page_size: is 501; 1 to 500 is allowed.
            main_line: is missing.
            lines: has 3 entries; 0 to 2 are allowed.
            """,
            string.Join('\n', Refusals.RefusalOf(failure)!.Fields.Select(f => $"{f.Field}: {f.Description}")));
    }
}
