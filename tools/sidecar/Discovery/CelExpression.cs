using System.Text.Json;

namespace CoretimeDesk.Sidecar.Discovery;

/// <summary>
/// The part of CEL that routing rules use: members of <c>event</c>, literals, comparison, <c>&amp;&amp; || !</c>,
/// <c>has()</c>, <c>size()</c>, <c>in</c> a list, <c>startsWith</c>, <c>endsWith</c>, <c>contains</c>. Everything else is
/// refused when compiled, never ignored.
/// </summary>
internal sealed class CelExpression
{
    private readonly CelNode _root;

    private CelExpression(string source, CelNode root) => (Source, _root) = (source, root);

    public string Source { get; }

    /// <exception cref="CelException">Not CEL, or outside the supported part; says where.</exception>
    public static CelExpression Compile(string source) => new(source, new CelParser(source).Parse());

    /// <exception cref="CelException">Missing member, wrong kind, or not a truth value.</exception>
    public bool IsTrue(JsonElement envelope) => _root(envelope).AsBoolean();
}

/// <summary>One compiled operation.</summary>
internal delegate CelValue CelNode(JsonElement envelope);
