using System.Net;
using System.Net.Sockets;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Tye;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Tests.Running;

public sealed class PlanningPorts
{
    [Fact]
    public void Chain_nodes_listen_in_a_row_behind_the_chain_watcher()
    {
        var (watcher, row) = FreeRow();
        var warnings = new List<string>();
        var plan = PortPlan.Make(Describe(("leads", FreePort.Next()), ("chainwatcher", watcher)), 5, takesFreePorts: false, warnings.Add);
        Assert.Equal(row, plan.Chains);
        Assert.DoesNotContain(warnings, warning => warning.Contains("chain nodes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_that_is_not_free_from_end_to_end_is_replaced_by_another_and_that_is_said()
    {
        var (watcher, row) = FreeRow();
        using var taken = new TcpListener(IPAddress.Loopback, row + 4);
        taken.Start();
        var warnings = new List<string>();
        var plan = PortPlan.Make(Describe(("chainwatcher", watcher)), 5, takesFreePorts: false, warnings.Add);
        Assert.DoesNotContain(row + 4, Enumerable.Range(plan.Chains, 5));
        Assert.Contains($"the chain nodes use ports {plan.Chains} to {plan.Chains + 4}: not all from {row} on are free", warnings);
    }

    [Fact]
    public void No_port_of_a_service_is_given_to_a_node_and_none_beyond_the_last()
    {
        var (watcher, row) = FreeRow();
        var plan = PortPlan.Make(Describe(("chainwatcher", watcher), ("leads", row + 2)), 4, takesFreePorts: false, _ => { });
        Assert.DoesNotContain(row + 2, Enumerable.Range(plan.Chains, 4));
        Assert.NotEqual(row, plan.Chains);
        Assert.InRange(PortPlan.Make(Describe(("chainwatcher", 65_000)), 4, takesFreePorts: true, _ => { }).Chains, 1, 65_532);
    }

    [Fact]
    public void Without_nodes_no_port_is_looked_for() => Assert.Equal(0, PortPlan.Make(Describe(("leads", FreePort.Next())), 0, takesFreePorts: false, _ => { }).Chains);

    private static (int Watcher, int Row) FreeRow()
    {
        // Below the range from which others are given ports for a moment.
        for (var tries = 0; ; tries++)
        {
            var row = 12_000 + Random.Shared.Next(7_000);
            if (FreePort.IsFree(row - PortPlan.ChainsDistance) && Enumerable.Range(row, 5).All(FreePort.IsFree))
            {
                return (row - PortPlan.ChainsDistance, row);
            }

            Assert.True(tries < 100, "no free ports here");
        }
    }

    private static TyeDocument Describe(params (string Name, int Port)[] services) =>
        new("", [.. services.Select(s => new TyeService(s.Name, "", [new("", "http", s.Port)], new Dictionary<string, string>(), 1, []))]);
}
