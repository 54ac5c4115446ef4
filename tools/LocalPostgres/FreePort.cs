using System.Net;
using System.Net.Sockets;

namespace CoretimeDesk.LocalPostgres;

/// <summary>Finds TCP ports of the loopback interface.</summary>
public static class FreePort
{
    // Below what systems hand out to outgoing connections: there, any connection of any program may take a port between the asking and the listening. What is left above
    // the highest is for ports that stand at a distance from one that was asked for.
    private const int Lowest = 10_000;
    private const int LowestOfConnections = 32_768;
    private const int Distance = 4_000;
    private const int Tries = 100;

    /// <summary>A port that was free a moment ago, and that no outgoing connection takes. Another server may still take it first: be ready to ask again.</summary>
    public static int Next()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(Lowest, LowestOfConnections - Distance);
            if (IsFree(port))
            {
                return port;
            }
        }

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
