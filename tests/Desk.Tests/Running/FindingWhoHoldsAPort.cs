using System.Net;
using System.Net.Sockets;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Tests.Running;

public sealed class FindingWhoHoldsAPort
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void The_program_that_listens_is_named(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var holder = PortHolder.Of(port);

        Assert.Equal(Environment.ProcessId, holder?.Pid);
        Assert.Contains("Desk.Tests", holder!.ToString());
        Assert.Contains($"pid {Environment.ProcessId}", holder.ToString());
    }

    [Fact]
    public void A_free_port_has_no_holder() => Assert.Null(PortHolder.Of(FreePort.Next()));

    [Fact]
    public void A_port_that_is_only_connected_to_is_not_held_at_the_connecting_end()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);

        Assert.Null(PortHolder.Of(((IPEndPoint)client.Client.LocalEndPoint!).Port));
    }

    [Fact]
    public void Only_listening_sockets_of_that_very_port_are_read_from_the_table()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1BBD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0 100 0 0 10 0",
            "   1: 0100007F:1BBD 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 222 1 0 20 4 30 10 -1",
            "   2: 0100007F:1BBE 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1 0 100 0 0 10 0",
            "   3: broken",
        ];
        Assert.Equal(["111"], PortHolder.ListeningSockets(table, 7101));
    }
}
