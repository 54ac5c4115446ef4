using CoretimeDesk.Journal;
using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Hosting;

/// <summary>Reads the command out of a call.</summary>
public static class Commands
{
    /// <summary>The call as a command of its verified caller.</summary>
    /// <exception cref="RefusedException">Nobody signed in, or <paramref name="requestId"/> is no UUID.</exception>
    public static Command ToCommand(this ServerCallContext context, IMessage request, string requestId) =>
        Command.Of(request, requestId, context.GetActor(), context.Method);
}
