using System.Net.WebSockets;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>A message to be sent.</summary>
/// <param name="Content">Its text; freed when it was sent.</param>
/// <param name="Type">Text, as all messages of a node are.</param>
/// <param name="Padding">Zeros that follow the content, to make it huge without holding it.</param>
internal sealed record Outgoing(Json Content, WebSocketMessageType Type = WebSocketMessageType.Text, long Padding = 0);
