using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using System.Text.RegularExpressions;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Lists everything that an assembly file expects of assemblies of the given names.</summary>
internal sealed partial class ReferenceReader
{
    private readonly MetadataReader _reader;
    private readonly SigProvider _provider;
    private readonly string[] _targets;
    private readonly HashSet<Reference> _found = [];

    private ReferenceReader(string path, string[] targets)
    {
        _reader = MetadataFile.Open(path);
        _targets = [.. targets.Select(name => $"[{name}]")];
        _provider = new SigProvider(_reader.GetString(_reader.GetAssemblyDefinition().Name), (type, isValueType) =>
        {
            if (IsTarget(type))
            {
                _found.Add(new Reference.ToKind(type, isValueType));
            }
        });
    }

    public static IReadOnlyList<Reference> Read(string path, params string[] targets)
    {
        var reader = new ReferenceReader(path, targets);
        reader.Types();
        reader.Members();
        reader.Signatures();
        reader.Inheritance();
        reader.AttributeArguments();
        return [.. reader._found.OrderBy(r => r.ToString(), StringComparer.Ordinal)];
    }

    private bool IsTarget(string type) => _targets.Any(target => type.StartsWith(target, StringComparison.Ordinal));

    private void Types()
    {
        foreach (var handle in _reader.TypeReferences)
        {
            var type = _provider.GetTypeFromReference(_reader, handle, 0).Name;
            if (IsTarget(type))
            {
                _found.Add(new Reference.ToType(type));
            }
        }

        // Types that the assembly had once and now forwards.
        foreach (var exported in _reader.ExportedTypes.Select(_reader.GetExportedType).Where(e => e.Implementation.Kind == HandleKind.AssemblyReference))
        {
            var assembly = _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)exported.Implementation).Name);
            var type = $"[{assembly}]{_reader.GetString(exported.Namespace)}.{_reader.GetString(exported.Name)}";
            if (IsTarget(type))
            {
                _found.Add(new Reference.ToType(type));
            }
        }
    }

    private void Members()
    {
        foreach (var member in _reader.MemberReferences.Select(_reader.GetMemberReference))
        {
            if (member.Parent.Kind is not (HandleKind.TypeReference or HandleKind.TypeSpecification))
            {
                continue;
            }

            var parent = _provider.Read(_reader, member.Parent, default);
            var text = member.GetKind() == MemberReferenceKind.Field
                ? SurfaceReader.FieldText(_reader, member.Name, member.DecodeFieldSignature(_provider, default))
                : SurfaceReader.MethodText(_reader, member.Name, member.DecodeMethodSignature(_provider, default));
            if (IsTarget(parent.Name))
            {
                _found.Add(new Reference.ToMember(parent.Name, text));
            }
        }
    }

    /// <summary>Reads all other signatures, for the classes and value types in them.</summary>
    private void Signatures()
    {
        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            _reader.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).DecodeSignature(_provider, default);
        }

        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            _reader.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)).DecodeSignature(_provider, default);
        }

        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.StandAloneSig); row++)
        {
            var signature = _reader.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row));
            if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
            {
                signature.DecodeLocalSignature(_provider, default);
            }
        }

        foreach (var method in _reader.MethodDefinitions)
        {
            _reader.GetMethodDefinition(method).DecodeSignature(_provider, default);
        }

        foreach (var field in _reader.FieldDefinitions)
        {
            _reader.GetFieldDefinition(field).DecodeSignature(_provider, default);
        }
    }

    private void Inheritance()
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            var name = SigProvider.DefinitionName(_reader, handle);
            if (!type.BaseType.IsNil && _provider.Read(_reader, type.BaseType, default) is var parent && IsTarget(parent.Name))
            {
                _found.Add(new Reference.ToBase(parent.Name, parent.Arguments, name, type.Attributes.HasFlag(TypeAttributes.Abstract), Overrides(type)));
            }

            foreach (var implementation in type.GetInterfaceImplementations().Select(_reader.GetInterfaceImplementation))
            {
                var contract = _provider.Read(_reader, implementation.Interface, default);
                if (IsTarget(contract.Name))
                {
                    _found.Add(new Reference.ToInterface(contract.Name, contract.Arguments, name, Implementations(type, contract)));
                }
            }
        }
    }

    private ImmutableArray<Override> Overrides(TypeDefinition type) =>
    [
        .. from method in type.GetMethods().Select(_reader.GetMethodDefinition)
           where method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.NewSlot)
           select new Override(
               SurfaceReader.MethodText(_reader, method.Name, method.DecodeSignature(_provider, default)),
               method.Attributes & MethodAttributes.MemberAccessMask,
               SurfaceReader.Constraints(_reader, _provider, method.GetGenericParameters())),
    ];

    /// <summary>Public methods by their signature; explicit ones by the signature of what they implement.</summary>
    private ImmutableHashSet<string> Implementations(TypeDefinition type, Sig contract)
    {
        var implicitly = type.GetMethods().Select(_reader.GetMethodDefinition)
            .Where(m => m.Attributes.HasFlag(MethodAttributes.Virtual) && (m.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
            .Select(m => SurfaceReader.MethodText(_reader, m.Name, m.DecodeSignature(_provider, default)));
        var explicitly = from implementation in type.GetMethodImplementations().Select(_reader.GetMethodImplementation)
                         where implementation.MethodDeclaration.Kind == HandleKind.MemberReference
                         let member = _reader.GetMemberReference((MemberReferenceHandle)implementation.MethodDeclaration)
                         let parent = _provider.Read(_reader, member.Parent, default)
                         where parent.Text == contract.Text
                         select SurfaceReader.MethodText(_reader, member.Name, member.DecodeMethodSignature(_provider, parent.Arguments));
        return [.. implicitly, .. explicitly];
    }

    /// <summary>Types named by text in the arguments of attributes, as <c>typeof</c> leaves them.</summary>
    private void AttributeArguments()
    {
        foreach (var attribute in _reader.CustomAttributes.Select(_reader.GetCustomAttribute))
        {
            foreach (Match match in TypeAndAssembly().Matches(Encoding.UTF8.GetString(_reader.GetBlobBytes(attribute.Value))))
            {
                var type = $"[{match.Groups["assembly"].Value}]{match.Groups["type"].Value}";
                if (IsTarget(type))
                {
                    _found.Add(new Reference.ToType(type));
                }
            }
        }
    }

    [GeneratedRegex(@"(?<type>[A-Za-z_][\w.+`]*), (?<assembly>[A-Za-z][\w.]*)")]
    private static partial Regex TypeAndAssembly();
}
