// SPDX-License-Identifier: Apache-2.0

/// The measures by the names under which they are printed.
package enum AssociationMeasure: String, Sendable, CaseIterable {
  case mutualInformation = "MI"
  case mutualInformation2 = "MI2"
  case mutualInformation3 = "MI3"
  case localMutualInformation = "localMI"
  case tScore = "t"
  case zScore = "z"
  case logLikelihood = "LL"
  case logLikelihood2 = "LL2"
  case chiSquared = "X2"
  case dice
  case logDice
  case jaccard
  case minimumSensitivity = "minSensitivity"
  case deltaPOfWord = "deltaP_21"
  case deltaPOfNode = "deltaP_12"
  case logRatio
  case logRatioLowerBound = "logRatio_LCB95"
  case percentDifference = "pctDiff"
  case bayesianInformation = "BIC"
  case simpleMaths1
  case simpleMaths100

  /// The measure of a table; nil where it does not exist.
  package func value(of table: ContingencyTable) -> Double? {
    switch self {
    case .mutualInformation: table.mutualInformation
    case .mutualInformation2: table.mutualInformation2
    case .mutualInformation3: table.mutualInformation3
    case .localMutualInformation: table.localMutualInformation
    case .tScore: table.tScore
    case .zScore: table.zScore
    case .logLikelihood: table.logLikelihood
    case .logLikelihood2: table.logLikelihood2
    case .chiSquared: table.chiSquared
    case .dice: table.dice
    case .logDice: table.logDice
    case .jaccard: table.jaccard
    case .minimumSensitivity: table.minimumSensitivity
    case .deltaPOfWord: table.deltaPOfWord
    case .deltaPOfNode: table.deltaPOfNode
    case .logRatio: table.logRatio
    case .logRatioLowerBound: table.conservativeLogRatio
    case .percentDifference: table.percentDifference
    case .bayesianInformation: table.bayesianInformation
    case .simpleMaths1: table.simpleMaths(1)
    case .simpleMaths100: table.simpleMaths(100)
    }
  }

  /// Whether among tables with the same O11, R1 and N, those with a higher C1 never have a higher value.
  package var fallsWithC1: Bool {
    switch self {
    case .mutualInformation, .mutualInformation2, .mutualInformation3, .localMutualInformation, .tScore, .zScore,
      .logLikelihood, .logLikelihood2, .dice, .logDice, .jaccard, .minimumSensitivity:
      true
    case .chiSquared, .deltaPOfWord, .deltaPOfNode, .logRatio, .logRatioLowerBound, .percentDifference,
      .bayesianInformation, .simpleMaths1, .simpleMaths100:
      false
    }
  }

  /// The measure with that name, in any case of letters.
  package init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else { return nil }
    self = found
  }
}
