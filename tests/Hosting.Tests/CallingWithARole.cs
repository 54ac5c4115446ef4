using CoretimeDesk.Rehearsal;
using CoretimeDesk.Rehearsal.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Hosting.Tests;

public sealed class CallingWithARole
{
    [Fact]
    public async Task Every_rpc_obeys_its_line_for_every_role()
    {
        await using var host = await RehearsalHost.StartAsync();
        var table = AccessTable.Parse(Rehearsals.Table, Rehearsals.Known);
        var walked = 0;
        foreach (var method in RehearsalService.Descriptor.Methods)
        {
            var rule = table.RuleOf(AccessTable.NameOf(method));
            foreach (var role in RoleNames.All)
            {
                var code = await CallAsync(host, method.Name, host.As(role));
                Assert.Equal(rule.Allows(new Actor(Guid.NewGuid(), "x") { Roles = new HashSet<Role> { role } }), code != StatusCode.PermissionDenied);
                Assert.NotEqual(StatusCode.Unauthenticated, code);
                walked++;
            }

            Assert.Equal(rule.Roles.Count > 0, await CallAsync(host, method.Name, host.As()) == StatusCode.PermissionDenied);
            Assert.Equal(!rule.Anyone, await CallAsync(host, method.Name, null) == StatusCode.Unauthenticated);
        }

        Assert.Equal(7 * 9, walked);
    }

    [Fact]
    public async Task A_refused_caller_learns_which_roles_may()
    {
        await using var host = await RehearsalHost.StartAsync();

        var failure = await Calls.FailureOf(host.Client.OrderAsync(new(), host.As(Role.Partner, Role.SolutionEngineer)));

        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        var refusal = Refusals.RefusalOf(failure)!;
        Assert.Equal(ErrorReasons.RoleMissing, refusal.Reason);
        Assert.Equal("rep, team_lead", refusal.Facts["roles_allowed"]);
        Assert.Equal("coretimedesk.rehearsal.v1.RehearsalService/Order is for rep, team_lead; you are solution_engineer, partner.", refusal.Message);
    }

    [Fact]
    public async Task A_handler_knows_its_caller()
    {
        await using var host = await RehearsalHost.StartAsync();
        var session = Guid.NewGuid();
        var person = RehearsalHost.Ada with { Name = "Ada \"Ł\" 😀\n<b>", Roles = new HashSet<Role>(RoleNames.All), Teams = new HashSet<Guid> { Guid.NewGuid(), Guid.NewGuid() } };

        var who = await host.Client.WhoAmIAsync(new(), RehearsalHost.Bearer(host.Tokens.Issue(person, session).Token));

        Assert.Equal((person.Id.ToString(), person.Name, session.ToString()), (who.Id, who.Name, who.SessionId));
        Assert.Equal(RoleNames.All.Select(r => r.ToName()), who.Roles);
        Assert.Equal(person.Teams.Select(t => t.ToString()).Order(), who.Teams.Order());
    }

    [Fact]
    public async Task Where_anyone_may_call_a_bad_token_is_no_obstacle_and_no_identity()
    {
        await using var host = await RehearsalHost.StartAsync();
        Assert.False((await host.Client.HelloAsync(new())).SignedIn);
        Assert.False((await host.Client.HelloAsync(new(), RehearsalHost.Bearer("nonsense"))).SignedIn);
        Assert.True((await host.Client.HelloAsync(new(), host.As())).SignedIn);
    }

    // One way to call methods of every shape: on the wire they look alike.
    private static async Task<StatusCode> CallAsync(RehearsalHost host, string name, Metadata? headers)
    {
        var marshaller = Marshallers.Create<HelloRequest>(m => m.ToByteArray(), bytes => HelloRequest.Parser.ParseFrom(bytes));
        var method = new Method<HelloRequest, HelloRequest>(MethodType.DuplexStreaming, RehearsalService.Descriptor.FullName, name, marshaller, marshaller);
        using var call = host.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new(headers));
        try
        {
            await call.RequestStream.WriteAsync(new());
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // Refused before everything was written: the status says why.
        }

        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }

            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
