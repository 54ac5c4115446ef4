using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Identity.Tests;

/// <summary>
/// All RPCs of the desk against all roles, as calls over the network to the real services. Tokens are signed in for, one
/// person a role. Allowed means past authorization: the empty request may then be refused for what it lacks.
/// </summary>
public sealed class EveryRpcByRole(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    private static readonly Marshaller<byte[]> Bytes = new(b => b, b => b);
    private static readonly AccessTable Table = AccessTable.Load();

    [Fact]
    public async Task Gets_past_authorization_exactly_where_the_table_says()
    {
        await using var leads = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", world.Provisioned);
        await using var watcher = await ServiceProcess.StartAsync("chainwatcher", "CoretimeDesk.ChainWatcher.dll", world.Provisioned);
        await using var commissions = await ServiceProcess.StartAsync("commissions", "CoretimeDesk.Commissions.dll", world.Provisioned, ("Peers__ChainWatcher", $"{watcher.Address}"));
        await using var quoting = await ServiceProcess.StartAsync(
            "quoting", "CoretimeDesk.Quoting.dll", world.Provisioned, ("Peers__Leads", $"{leads.Address}"), ("Peers__ChainWatcher", $"{watcher.Address}"), ("Peers__Commissions", $"{commissions.Address}"));
        await using var credits = await ServiceProcess.StartAsync("creditgrants", "CoretimeDesk.CreditGrants.dll", world.Provisioned, ("Peers__Leads", $"{leads.Address}"), ("Peers__ChainWatcher", $"{watcher.Address}"));
        await using var insights = await ServiceProcess.StartAsync("insights", "CoretimeDesk.Insights.dll", world.Provisioned);
        var callers = new List<(string Name, Actor? Actor, Metadata Headers)>
        {
            ("nobody", null, []),
            ("nobody with garbage", null, User.Bearer("garbage")),
        };
        callers.Add(await CallerAsync("no role"));
        foreach (var role in RoleNames.All)
        {
            callers.Add(await CallerAsync(role.ToName(), role));
        }

        var wrong = new List<string>();
        var (allowed, refused) = (0, 0);
        foreach (var service in ServiceDescriptors.In(typeof(Google.Rpc.Status).Assembly))
        {
            // Where another service comes to the desk, this fails until its host stands here too.
            GrpcChannel[] hosts = service.FullName switch
            {
                _ when service.FullName.StartsWith("coretimedesk.identity.v1.", StringComparison.Ordinal) => [world.Channel],
                _ when service.FullName.StartsWith("coretimedesk.leads.v1.", StringComparison.Ordinal) => [leads.Channel],
                "coretimedesk.chainwatcher.v1.ChainWatcherService" => [watcher.Channel],
                _ when service.FullName.StartsWith("coretimedesk.quoting.v1.", StringComparison.Ordinal) => [quoting.Channel],
                _ when service.FullName.StartsWith("coretimedesk.creditgrants.v1.", StringComparison.Ordinal) => [credits.Channel],
                _ when service.FullName.StartsWith("coretimedesk.commissions.v1.", StringComparison.Ordinal) => [commissions.Channel],
                _ when service.FullName.StartsWith("coretimedesk.insights.v1.", StringComparison.Ordinal) => [insights.Channel],
                _ => [world.Channel, leads.Channel, watcher.Channel, quoting.Channel, credits.Channel, commissions.Channel, insights.Channel],
            };
            foreach (var method in service.Methods)
            {
                var rule = Table.RuleOf(AccessTable.NameOf(method));
                foreach (var host in hosts)
                {
                    var outcomes = await Task.WhenAll(callers.Select(async c => (Caller: c, Outcome: await CallAsync(host, method, c.Headers))));
                    foreach (var (caller, outcome) in outcomes)
                    {
                        var expected = rule.Allows(caller.Actor) ? "past" : caller.Actor is not null ? "ROLE_MISSING" : caller.Headers.Count == 0 ? "TOKEN_MISSING" : "TOKEN_INVALID";
                        if (outcome != expected)
                        {
                            wrong.Add($"{method.FullName} by {caller.Name}: expected {expected}, was {outcome}");
                        }

                        _ = expected == "past" ? allowed++ : refused++;
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(allowed > 100 && refused > 200, $"Only {allowed} allowed and {refused} refused calls: the walk missed something.");
    }

    [Fact]
    public void The_table_speaks_of_every_rpc_and_of_no_other()
    {
        var declared = ServiceDescriptors.In(typeof(LeadsService).Assembly).SelectMany(s => s.Methods).Select(AccessTable.NameOf);
        Assert.Equal(declared.Order(StringComparer.Ordinal), Table.Methods);
    }

    private async Task<(string Name, Actor? Actor, Metadata Headers)> CallerAsync(string name, params Role[] roles)
    {
        var user = await world.PersonAsync(roles);
        return (name, new Actor(Guid.Parse(user.PersonId), name) { Roles = roles.ToHashSet() }, user.Headers);
    }

    private static async Task<string> CallAsync(GrpcChannel host, MethodDescriptor method, Metadata headers)
    {
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var rpc = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);

        // An empty message, but a replay that ends: StreamRequest.stop_at_end is field 2.
        byte[] request = method.FullName == "coretimedesk.journal.v1.JournalService.Stream" ? [0x10, 0x01] : [];
        var options = new CallOptions(headers, DateTime.UtcNow.AddSeconds(20));
        var invoker = host.CreateCallInvoker();
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(rpc, null, options, request);
                    break;
                case MethodType.ServerStreaming:
                    using (var stream = invoker.AsyncServerStreamingCall(rpc, null, options, request))
                    {
                        await stream.ResponseStream.MoveNext(CancellationToken.None);
                    }

                    break;
                case MethodType.DuplexStreaming:
                    using (var stream = invoker.AsyncDuplexStreamingCall(rpc, null, options))
                    {
                        await stream.RequestStream.CompleteAsync();
                        await stream.ResponseStream.MoveNext(CancellationToken.None);
                    }

                    break;
                default:
                    using (var stream = invoker.AsyncClientStreamingCall(rpc, null, options))
                    {
                        await stream.RequestStream.CompleteAsync();
                        await stream.ResponseAsync;
                    }

                    break;
            }

            return "past";
        }
        catch (RpcException e)
        {
            var reason = Refusals.ReasonOf(e);
            return reason is "ROLE_MISSING" || reason?.StartsWith("TOKEN_", StringComparison.Ordinal) == true ? reason
                : e.StatusCode is StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unavailable ? e.Status.ToString()
                : "past";
        }
    }
}
