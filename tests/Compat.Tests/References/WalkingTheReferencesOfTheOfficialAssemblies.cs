namespace CoretimeDesk.Compat.Tests.References;

public sealed class WalkingTheReferencesOfTheOfficialAssemblies(ITestOutputHelper output)
{
    public static TheoryData<string> Referrers => [.. Official.Referrers()];

    [Fact]
    public void The_server_and_the_client_are_among_them() =>
        Assert.Superset(new HashSet<string> { "Grpc.AspNetCore.Server", "Grpc.Net.Client" }, Official.Referrers().ToHashSet());

    [Theory]
    [MemberData(nameof(Referrers))]
    public void Every_reference_resolves_with_exactly_its_signature(string assembly)
    {
        var references = Official.References(assembly);

        var complaints = new Walk(Official.Ours()).Over(references);

        foreach (var group in references.GroupBy(r => r.GetType().Name[2..]))
        {
            output.WriteLine($"{assembly}: {group.Count()} × {group.Key}");
        }

        output.WriteLine($"{assembly}: {references.Count} references walked, {complaints.Count} unresolved");
        Assert.True(references.OfType<Reference.ToMember>().Count() > 50, $"only {references.Count} references: has the reader gone blind?");
        Assert.True(complaints.Count == 0, string.Join("\n", complaints));
    }

    [Fact]
    public void The_assemblies_bear_the_identity_that_the_references_ask_for()
    {
        foreach (var assembly in Official.Referrers())
        {
            var reader = MetadataFile.Open(Official.PathOf(assembly));
            foreach (var reference in reader.AssemblyReferences.Select(reader.GetAssemblyReference).Where(r => Official.Names.Contains(reader.GetString(r.Name))))
            {
                var ours = System.Reflection.AssemblyName.GetAssemblyName(Official.PathOf(reader.GetString(reference.Name)));
                Assert.Equal(reference.GetAssemblyName().GetPublicKeyToken(), ours.GetPublicKeyToken());
                Assert.Equal(reference.Version, ours.Version);
            }
        }
    }
}
