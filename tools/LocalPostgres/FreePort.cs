using System.Net;
using System.Net.Sockets;

namespace CoretimeDesk.LocalPostgres;

/// <summary>Asks the system for TCP ports of the loopback interface.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago. Another program may still take it first: be ready to ask again.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether a server could listen on 127.0.0.1 at this port now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
