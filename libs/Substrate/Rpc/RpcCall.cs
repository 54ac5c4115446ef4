using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>Reads a result. The reader stands on the first token of the value and must end on its last one.</summary>
/// <remarks>Runs on the thread that reads the socket: it must not block. The bytes are gone when it returns.</remarks>
/// <typeparam name="T">The result.</typeparam>
public delegate T RpcDecoder<out T>(ref Utf8JsonReader reader);

/// <summary>A request and how its answer is read.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Method">The method's name.</param>
/// <param name="Params">The arguments.</param>
/// <param name="Decode">Reads the answer, see <see cref="RpcDecode"/>.</param>
public sealed record RpcCall<T>(string Method, RpcParams Params, RpcDecoder<T> Decode);
