namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>What this node can be asked.</summary>
internal sealed class Methods
{
    private readonly Dictionary<string, Method> _byName = new(StringComparer.Ordinal);

    /// <summary>The names that <c>rpc_methods</c> lists.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    public Method this[string name]
    {
        set => _byName[name] = value;
    }

    public bool TryFind(string name, out Method method) => _byName.TryGetValue(name, out method!);
}
