// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Presenting

/// Pairs that meet as a network in GraphML: a node an item, an edge a pair.
struct CooccurrenceNetwork {
  var found: Cooccurrence
  var pairs: [Cooccurrence.Pair]
  var measures: [AssociationMeasure]

  /// U. Brandes et al., "GraphML progress report" (2001); items that meet nothing are nodes too where they occur.
  var graphML: String {
    var out = """
      <?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="label" for="node" attr.name="label" attr.type="string"/>
        <key id="units" for="node" attr.name="units" attr.type="long"/>
        <key id="O11" for="edge" attr.name="O11" attr.type="long"/>

      """
    for name in ["E11"] + measures.map(\.rawValue) {
      out += "  <key id=\"\(name)\" for=\"edge\" attr.name=\"\(name)\" attr.type=\"double\"/>\n"
    }
    out += "  <graph edgedefault=\"undirected\">\n"
    for (number, item) in found.items.enumerated() where found.groups[0].holding[number] > 0 {
      out += "    <node id=\"n\(number)\">" + Self.data("label", XMLText.escaped(item))
      out += Self.data("units", "\(found.groups[0].holding[number])") + "</node>\n"
    }
    for pair in pairs {
      let table = found.groups[0].table(of: pair)
      out += "    <edge source=\"n\(pair.first)\" target=\"n\(pair.second)\">"
      out += Self.data("O11", "\(Int(table.o11))") + Self.data("E11", "\(table.e11)")
      for measure in measures {
        if let value = measure.value(of: table) { out += Self.data(measure.rawValue, "\(value)") }
      }
      out += "</edge>\n"
    }
    return out + "  </graph>\n</graphml>\n"
  }

  private static func data(_ key: String, _ value: String) -> String { "<data key=\"\(key)\">\(value)</data>" }
}
